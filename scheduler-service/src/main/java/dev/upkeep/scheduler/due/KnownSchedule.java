package dev.upkeep.scheduler.due;

import dev.upkeep.events.Ids;
import dev.upkeep.scheduler.runbook.Configuration;
import dev.upkeep.scheduler.runbook.Runbook;
import dev.upkeep.scheduler.runbook.RunbookSchedule;
import dev.upkeep.scheduler.schedule.Schedule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A schedule in force, under the identity its row has.
 *
 * @param id follows from system, runbook, rule and zone, so an edited schedule is another one
 */
record KnownSchedule(UUID id, Runbook runbook, RunbookSchedule policy) {

  static Map<UUID, KnownSchedule> of(Configuration inForce) {
    Map<UUID, KnownSchedule> schedules = new LinkedHashMap<>();
    for (Runbook runbook : inForce.runbooks()) {
      for (RunbookSchedule policy : runbook.schedules()) {
        UUID id =
            Ids.named("schedule", runbook.system(), runbook.name(), policy.schedule().identity());
        schedules.put(id, new KnownSchedule(id, runbook, policy));
      }
    }
    return schedules;
  }

  Schedule schedule() {
    return policy.schedule();
  }

  /** The identity of the run, and of the ledger's entry, for one due instant. */
  UUID occurrence(Instant instant) {
    return Ids.scheduledRunbookRun(runbook.system(), runbook.name(), instant);
  }
}
