package dev.upkeep.scheduler.due;

import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.scheduler.definition.Definitions;
import dev.upkeep.scheduler.flow.Beginning;
import dev.upkeep.scheduler.flow.Runs;
import dev.upkeep.scheduler.ledger.Ledger;
import dev.upkeep.scheduler.ledger.LedgerEntry;
import dev.upkeep.scheduler.runbook.Configuration;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Acts on what has come due: runs, ledger and the schedule's progress change in one transaction
 * that holds the schedule's row. Two schedulers therefore never act on one instant, and if they did
 * the natural keys of run and ledger entry would refuse the second.
 */
@Component
class Dues {

  private static final Logger log = LoggerFactory.getLogger(Dues.class);

  /** So many schedules are handled in one transaction. */
  private static final int BATCH = 200;

  /**
   * A due schedule that this instance does not know may be known to one whose files are newer;
   * after so long it is set aside until it comes back into force.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ScheduleStates states;
  private final Definitions definitions;
  private final Runs runs;
  private final Ledger ledger;
  private final Outbox outbox;
  private final Transactions transactions;
  private final Clock clock;
  private volatile Known known = new Known(Configuration.none(), Map.of());

  Dues(
      ScheduleStates states,
      Definitions definitions,
      Runs runs,
      Ledger ledger,
      Outbox outbox,
      Transactions transactions,
      Clock clock) {
    this.states = states;
    this.definitions = definitions;
    this.runs = runs;
    this.ledger = ledger;
    this.outbox = outbox;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Makes the rows fit the schedules in force. */
  void reconcile() {
    Configuration inForce = definitions.inForce();
    transactions.inTransaction(
        () -> {
          Reconciliation due =
              Reconciliation.of(
                  known(inForce), states.lockAll(), inForce.problems().isEmpty(), clock.instant());
          states.remove(due.remove());
          states.add(due.add());
          states.advance(due.advance());
          Set<UUID> decided =
              ledger.known(due.entries().stream().map(LedgerEntry::occurrence).toList());
          ledger.addAll(
              due.entries().stream()
                  .filter(entry -> !decided.contains(entry.occurrence()))
                  .toList());
        });
  }

  /** When there is something to act on next; empty if nothing is due any more. */
  Optional<Instant> next() {
    return states.earliest();
  }

  /**
   * Acts on what is due now.
   *
   * @return how many schedules were acted on; if it is as many as {@link #isFull} says, there may
   *     be more
   */
  int act() {
    return transactions.inTransaction(this::actOnBatch);
  }

  static boolean isFull(int acted) {
    return acted >= BATCH;
  }

  private int actOnBatch() {
    Instant now = clock.instant();
    List<ScheduleState> due = states.lockDue(now, BATCH);
    if (due.isEmpty()) {
      return 0;
    }
    Configuration inForce = definitions.inForce();
    Map<UUID, KnownSchedule> known = known(inForce);
    DueBatch batch = new DueBatch(inForce, now);
    List<ScheduleState> unknown = new ArrayList<>();
    for (ScheduleState row : due) {
      KnownSchedule schedule = known.get(row.id());
      if (schedule == null) {
        unknown.add(row);
      } else {
        batch.take(schedule, row);
      }
    }
    batch.forget(ledger.known(batch.ids()));
    Map<UUID, Beginning> beginnings = runs.begin(batch.starts());
    ledger.addAll(batch.entries(beginnings));
    batch
        .notStarted()
        .forEach(skipped -> outbox.add(skipped, new Cause(skipped.run().runbookRunId(), null)));
    states.advance(batch.advanced());
    states.advance(setAside(unknown, now));
    return batch.advanced().size();
  }

  /** Worked out once for each configuration: what has come due should not wait for it. */
  private Map<UUID, KnownSchedule> known(Configuration inForce) {
    Known latest = known;
    if (latest.configuration() != inForce) {
      latest = new Known(inForce, KnownSchedule.of(inForce));
      known = latest;
    }
    return latest.schedules();
  }

  private record Known(Configuration configuration, Map<UUID, KnownSchedule> schedules) {}

  private static List<ScheduleState> setAside(List<ScheduleState> unknown, Instant now) {
    List<ScheduleState> aside = new ArrayList<>();
    for (ScheduleState row : unknown) {
      Instant due = row.nextDue();
      if (due != null && due.plus(PATIENCE).isBefore(now)) {
        log.warn(
            "Runbook {} was due at {} ({}), but no file in force has this schedule; it is set aside"
                + " until its file is good again",
            row.runbook(),
            due,
            row.rule());
        aside.add(
            new ScheduleState(
                row.id(), row.system(), row.runbook(), row.rule(), row.handledUntil(), null));
      }
    }
    return aside;
  }
}
