package dev.upkeep.chassis.run;

import dev.upkeep.chassis.finding.Findings;
import dev.upkeep.chassis.run.JournalEntry.Phase;
import dev.upkeep.chassis.run.TaskRun.Failure;
import dev.upkeep.chassis.run.TaskRun.Question;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.MaintenanceNeedsOperator;
import dev.upkeep.events.MaintenanceProgressed;
import dev.upkeep.events.MaintenanceStarted;
import dev.upkeep.events.RunEvent;
import dev.upkeep.events.RunReport;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.events.envelope.EventJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The written record of one attempt: every line in the journal, every change of the run and every
 * event, each in a transaction that first makes sure that the run is still this worker's. A
 * database that is away for a moment is waited for as long as the lease holds.
 */
final class RunRecord {
  private static final Logger log = LoggerFactory.getLogger(RunRecord.class);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  private final RunStore store;
  private final LeftoverEnds leftovers;
  private final HeldRun held;
  private final Journal journal;

  RunRecord(RunStore store, LeftoverEnds leftovers, HeldRun held) {
    this.store = store;
    this.leftovers = leftovers;
    this.held = held;
    this.journal = new Journal(store.journals().of(held.id()));
  }

  Journal journal() {
    return journal;
  }

  Clock clock() {
    return store.clock();
  }

  TaskRunRef ref() {
    return held.run().ref();
  }

  void started(RunMove move, int stepsVersion, MaintenanceStarted event) {
    write(
        run -> {
          store.runs().start(run, move, now());
          store.runs().pinSteps(run, stepsVersion);
          tell(run, event);
        });
  }

  void items(String step, List<String> items) {
    append(
        new JournalEntry(
            step,
            Phase.ITEMS,
            now(),
            null,
            Evidence.none(),
            Map.of(Journal.ITEMS, EventJson.mapper().valueToTree(items))));
  }

  /** A line that says nothing more than that something begins or is open. */
  void line(String step, Phase phase) {
    append(JournalEntry.of(step, phase, now()));
  }

  void line(String step, Phase phase, String reason) {
    append(JournalEntry.of(step, phase, now(), masked(reason)));
  }

  /** The step has ended well: its end, what it said, and how far the run is now. */
  void stepEnded(
      String step,
      Phase phase,
      String reason,
      Evidence evidence,
      StepNotes notes,
      Progress progress) {
    JournalEntry entry =
        new JournalEntry(
            step,
            phase,
            now(),
            reason.isEmpty() ? null : masked(reason),
            evidence,
            notes.remembered());
    MaintenanceProgressed event = progress.ended(step, lineFor(entry));
    write(
        run -> {
          store.journals().append(run, entry);
          store.resources().letGo(run, step);
          store.runs().forgiveCrashes(run);
          store.runs().progress(run, event.step(), event.fraction(), event.line(), null);
          if (phase == Phase.DONE && !run.ref().dryRun()) {
            store.findings().sighted(seenBy(run), notes.sightings(), notes.lookedFor());
          }
          tell(run, event);
        });
    journal.add(entry);
  }

  private static String lineFor(JournalEntry entry) {
    return switch (entry.phase()) {
      case DONE -> entry.step() + " is done";
      case SKIPPED -> entry.step() + " is skipped: " + entry.reason();
      case PLANNED -> entry.step() + " is planned: " + entry.reason();
      case ITEMS, INTENT, FAILED, BROKEN, CLEARED, UNDO_INTENT, UNDONE, UNDO_FAILED ->
          entry.step() + " has ended";
    };
  }

  /** The step said that it could not do its work; it has let go of what it held. */
  void stepFailed(String step, String reason) {
    JournalEntry entry = JournalEntry.of(step, Phase.FAILED, now(), masked(reason));
    write(
        run -> {
          store.journals().append(run, entry);
          store.resources().letGo(run, step);
        });
    journal.add(entry);
  }

  void progressed(MaintenanceProgressed event) {
    writeOnce(
        run -> {
          store
              .runs()
              .progress(
                  run, event.step(), event.fraction(), event.line(), event.remainingSeconds());
          tell(run, event);
        });
  }

  void holds(String step, String kind, String id) {
    leftovers.requireKnown(kind);
    writeOnce(run -> store.resources().hold(run, step, kind, id));
  }

  /**
   * Ends whatever the run's workers left behind.
   *
   * @throws Exception if something may still be working
   */
  void endLeftovers() throws Exception {
    List<HeldResource> resources = store.resources().of(held.id());
    if (!resources.isEmpty()) {
      log.info("Ending what was left behind before anything is repeated: {}", resources);
      leftovers.end(ref(), resources);
      write(run -> store.resources().gone(run));
    }
  }

  void release(Duration wait, boolean failed) {
    held.letGo();
    write(run -> store.runs().release(run, wait, failed));
  }

  /** Settles how the run ends, before anything is undone. */
  Failure settle(Failure failure) {
    Failure told =
        new Failure(
            failure.step(),
            masked(failure.reason()),
            masked(failure.remedy()),
            failure.cancelledBy());
    write(run -> store.runs().settle(run, told));
    return told;
  }

  /** Leaves the run to a person. */
  void ask(Question asked) {
    Question question =
        new Question(asked.about(), asked.step(), masked(asked.reason()), masked(asked.question()));
    write(
        run -> {
          store.runs().ask(run, question);
          tell(
              run,
              new MaintenanceNeedsOperator(
                  run.ref(), question.step(), question.reason(), question.question()));
        });
  }

  /** The run reaches its end. */
  void end(RunMove move, RunReport report, RunEvent event) {
    held.letGo();
    write(
        run -> {
          if (run.state().ended()) {
            // The commit before this one went through although its answer was lost.
            return;
          }
          store.runs().end(run, move, report);
          if (move == RunMove.COMPLETE && !run.ref().dryRun()) {
            store.findings().completed(seenBy(run));
          }
          tell(run, event);
        });
  }

  private Findings.Seen seenBy(TaskRun run) {
    return new Findings.Seen(run.ref(), run.cause(), now());
  }

  private String masked(String text) {
    return store.masking().apply(text);
  }

  private Instant now() {
    return store.clock().instant();
  }

  private void tell(TaskRun run, RunEvent event) {
    store.outbox().add(event, run.cause());
  }

  private void append(JournalEntry entry) {
    write(run -> store.journals().append(run, entry));
    journal.add(entry);
  }

  private void writeOnce(Consumer<TaskRun> what) {
    if (!held.leaseHolds()) {
      throw new LeaseLost(held.id(), held.fence());
    }
    store
        .transactions()
        .inTransaction(() -> what.accept(store.runs().held(held.id(), held.fence())));
  }

  private void write(Consumer<TaskRun> what) {
    while (true) {
      try {
        writeOnce(what);
        return;
      } catch (DataAccessException | TransactionException e) {
        if (!isWorthWaiting(e)) {
          throw e;
        }
        log.warn("The database does not answer; tried again while the lease holds", e);
        held.pauseWhileLeased(BETWEEN_TRIES);
      }
    }
  }

  private static boolean isWorthWaiting(RuntimeException e) {
    return e instanceof TransactionException
        || e instanceof TransientDataAccessException
        || e instanceof RecoverableDataAccessException
        || e instanceof DataAccessResourceFailureException;
  }
}
