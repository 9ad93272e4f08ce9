package dev.upkeep.scheduler.flow;

import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.events.Event;
import dev.upkeep.events.MaintenanceResolved;
import dev.upkeep.events.RunEvent;
import dev.upkeep.scheduler.flow.Beginning.Begun;
import dev.upkeep.scheduler.flow.Beginning.StillRunning;
import dev.upkeep.scheduler.flow.Decision.Moved;
import dev.upkeep.scheduler.flow.Decision.Refused;
import dev.upkeep.scheduler.flow.Decision.Stale;
import dev.upkeep.scheduler.flow.RunbookRun.Cancellation;
import dev.upkeep.scheduler.flow.RunbookRuns.Live;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Begins runbook runs and moves them on: locks the row, lets {@link Flow} decide, writes, tells.
 */
@Component
public class Runs {

  private static final Logger log = LoggerFactory.getLogger(Runs.class);

  private final RunbookRuns runs;
  private final Outbox outbox;
  private final Transactions transactions;
  private final Clock clock;

  Runs(RunbookRuns runs, Outbox outbox, Transactions transactions, Clock clock) {
    this.runs = runs;
    this.outbox = outbox;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Begins runs, or skips those whose runbook is still running; joins the caller's transaction. The
   * caller has made sure that none of them was begun before.
   *
   * @return what became of each, by the run's id
   */
  public Map<UUID, Beginning> begin(List<NewRun> wanted) {
    if (wanted.isEmpty()) {
      return Map.of();
    }
    return transactions.inTransaction(() -> beginHeld(wanted));
  }

  private Map<UUID, Beginning> beginHeld(List<NewRun> wanted) {
    List<String> runbooks = wanted.stream().map(run -> run.ref().runbook()).distinct().toList();
    runs.holdRunbooks(runbooks);
    Map<String, Live> live = new HashMap<>(runs.live(runbooks));
    Instant now = clock.instant();
    Map<UUID, Beginning> became = new HashMap<>();
    List<Moved> moves = new ArrayList<>();
    for (NewRun run : wanted) {
      RunbookRun planned =
          RunbookRun.planned(run.ref(), run.cause(), RunRows.asStored(run.definition()), now);
      Live other = live.get(run.ref().runbook());
      if (other == null) {
        Moved begun = Flow.begin(planned, now);
        moves.add(begun);
        live.put(run.ref().runbook(), liveFrom(begun.run()));
        became.put(planned.id(), new Begun());
      } else {
        String reason =
            "still running: run %s is %s since %s"
                .formatted(other.id(), other.state(), other.startedAt());
        moves.add(Flow.skip(planned, reason, now));
        became.put(planned.id(), new StillRunning(reason));
      }
    }
    write(moves);
    return became;
  }

  private static Live liveFrom(RunbookRun run) {
    return new Live(run.ref().runbook(), run.id(), run.state(), run.startedAt());
  }

  private void write(List<Moved> moves) {
    runs.insert(moves.stream().map(Moved::run).toList());
    moves.forEach(move -> tell(move.tell(), move.run().cause()));
  }

  private void tell(List<Event> events, Cause cause) {
    outbox.addAll(events, cause);
  }

  /** A worker told something; joins the transaction that takes the message in. */
  void on(RunEvent event, long sequence) {
    move(event.run().runbookRunId(), run -> Flow.on(run, event, sequence, clock.instant()));
  }

  /** Sends again, or gives up, what went unheard for too long. */
  void watch(UUID run) {
    transactions.inTransaction(() -> move(run, known -> Flow.watch(known, clock.instant())));
  }

  List<UUID> toWatch(int limit) {
    return runs.toWatch(clock.instant(), limit);
  }

  /** A person wants a run to stop at its next safe point. */
  public Verdict cancel(UUID run, String by, String reason) {
    return transactions.inTransaction(
        () ->
            move(run, known -> Flow.cancel(known, new Cancellation(by, reason), clock.instant())));
  }

  /** A person answers the question of a task. */
  public Verdict resolve(
      UUID run, String task, MaintenanceResolved.Answer answer, String by, String reason) {
    return transactions.inTransaction(
        () -> move(run, known -> Flow.resolve(known, task, answer, by, reason, clock.instant())));
  }

  /**
   * Takes a run up again under a new identity; joins the caller's transaction.
   *
   * @param fresh the runbook as it is now
   */
  public Verdict rerun(UUID old, NewRun fresh) {
    Optional<RunbookRun> found = runs.find(old);
    if (found.isEmpty()) {
      return new Verdict.Unknown();
    }
    runs.holdRunbooks(List.of(fresh.ref().runbook()));
    Live other = runs.live(List.of(fresh.ref().runbook())).get(fresh.ref().runbook());
    if (other != null) {
      return new Verdict.Refused(
          "run %s of the runbook is %s since %s; wait for its end or cancel it"
              .formatted(other.id(), other.state(), other.startedAt()));
    }
    if (runs.version(fresh.ref().runbookRunId()).isPresent()) {
      return new Verdict.Refused(
          "the run was taken up again already, as run %s; if that failed too, run that one again"
              .formatted(fresh.ref().runbookRunId()));
    }
    Instant now = clock.instant();
    RunbookRun planned =
        RunbookRun.planned(fresh.ref(), fresh.cause(), RunRows.asStored(fresh.definition()), now);
    return switch (Flow.rerun(found.get(), planned, now)) {
      case Moved moved -> {
        write(List.of(moved));
        yield new Verdict.Accepted(moved.run().id());
      }
      case Stale stale -> new Verdict.Refused(stale.why());
      case Refused refused -> new Verdict.Refused(refused.why());
    };
  }

  /** A run with its tasks. */
  public Optional<RunView> find(UUID run) {
    return runs.find(run).map(RunView::of);
  }

  /** The latest runs, newest first, without their tasks. */
  public List<RunView> latest(@Nullable RunState state, int limit) {
    return runs.latest(state, limit).stream().map(RunView::of).toList();
  }

  /** How often the run has changed; none if there is no such run. */
  public Optional<Long> version(UUID run) {
    return runs.version(run);
  }

  private Verdict move(UUID id, Function<RunbookRun, Decision> decide) {
    Optional<RunbookRun> locked = runs.lock(id);
    if (locked.isEmpty()) {
      log.info("Heard of run {}, which this scheduler does not know; nothing follows", id);
      return new Verdict.Unknown();
    }
    RunbookRun before = locked.get();
    return switch (decide.apply(before)) {
      case Moved(RunbookRun after, List<Event> events) -> {
        runs.update(before, after);
        tell(events, after.cause());
        if (after.state() != before.state()) {
          log.info(
              "Run {} of {} is {}{}",
              id,
              after.ref().runbook(),
              after.state(),
              after.reason() == null ? "" : ": " + after.reason());
        }
        yield new Verdict.Accepted(id);
      }
      case Stale(String why) -> {
        log.debug("Run {} stays as it is: {}", id, why);
        yield new Verdict.Accepted(id);
      }
      case Refused(String why) -> new Verdict.Refused(why);
    };
  }
}
