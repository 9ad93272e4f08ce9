package dev.upkeep.scheduler.due;

import dev.upkeep.events.Ids;
import dev.upkeep.scheduler.ledger.LedgerEntry;
import dev.upkeep.scheduler.ledger.LedgerEntry.Origin;
import dev.upkeep.scheduler.ledger.LedgerEntry.Outcome;
import dev.upkeep.scheduler.schedule.OneShotSchedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What has to be written so that the rows fit the schedules in force. An edit never replays the
 * past: a schedule counts from when it came into force.
 *
 * @param add rows of schedules that are new
 * @param advance rows whose next due instant is another one: the time zone database has changed, or
 *     the schedule was out of force for a while
 * @param remove rows of schedules that are gone
 * @param entries what becomes of instants that passed in between
 */
record Reconciliation(
    List<ScheduleState> add,
    List<ScheduleState> advance,
    List<UUID> remove,
    List<LedgerEntry> entries) {

  /**
   * Decides.
   *
   * @param complete whether every file was good: otherwise a schedule may only seem to be gone
   */
  static Reconciliation of(
      Map<UUID, KnownSchedule> inForce, List<ScheduleState> rows, boolean complete, Instant now) {
    var result =
        new Reconciliation(
            new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Set<String> runbooks = new HashSet<>();
    inForce.values().forEach(schedule -> runbooks.add(schedule.runbook().name()));
    Set<UUID> known = new HashSet<>();
    for (ScheduleState row : rows) {
      known.add(row.id());
      KnownSchedule schedule = inForce.get(row.id());
      if (schedule != null) {
        result.keep(row, schedule);
      } else if (complete || runbooks.contains(row.runbook())) {
        result.retire(row, now);
      }
    }
    inForce.values().stream()
        .filter(schedule -> !known.contains(schedule.id()))
        .forEach(schedule -> result.begin(schedule, now));
    return result;
  }

  private void keep(ScheduleState row, KnownSchedule schedule) {
    Instant next = schedule.schedule().nextAfter(row.handledUntil()).orElse(null);
    if (next == null ? row.nextDue() != null : !next.equals(row.nextDue())) {
      advance.add(
          new ScheduleState(
              row.id(), row.system(), row.runbook(), row.rule(), row.handledUntil(), next));
    }
  }

  private void begin(KnownSchedule schedule, Instant now) {
    Instant next = schedule.schedule().nextAfter(now).orElse(null);
    add.add(
        new ScheduleState(
            schedule.id(),
            schedule.runbook().system(),
            schedule.runbook().name(),
            schedule.schedule().describe(),
            now,
            next));
    if (schedule.schedule() instanceof OneShotSchedule once && next == null) {
      entries.add(
          entry(
              schedule.runbook().system(),
              schedule.runbook().name(),
              once.at(),
              now,
              Outcome.MISSED,
              "it had passed already when the schedule was first read"));
    }
  }

  private void retire(ScheduleState row, Instant now) {
    remove.add(row.id());
    Instant due = row.nextDue();
    if (due != null && !due.isAfter(now)) {
      entries.add(
          entry(
              row.system(),
              row.runbook(),
              due,
              now,
              Outcome.SUPERSEDED,
              "its schedule (%s) was taken out of force before anybody could act on it"
                  .formatted(row.rule())));
    }
  }

  private static LedgerEntry entry(
      String system, String runbook, Instant due, Instant now, Outcome outcome, String reason) {
    return new LedgerEntry(
        Ids.scheduledRunbookRun(system, runbook, due),
        Origin.SCHEDULE,
        system,
        runbook,
        due,
        now,
        outcome,
        reason,
        "schedule",
        null);
  }
}
