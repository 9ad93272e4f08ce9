package dev.upkeep.database.cleanup;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Adds up what became of every policy. */
final class SumUp implements LookingStep {

  private final Policies policies;

  SumUp(Policies policies) {
    this.policies = policies;
  }

  @Override
  public String name() {
    return "sum-up";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    long moved = 0;
    long purged = 0;
    Map<String, Object> tables = new LinkedHashMap<>();
    for (String table : policies.tablesToArchive(context)) {
      moved += CleanupScope.takenFrom(context, table);
      put(tables, table, context.evidenceOf(MoveRows.NAME + "/" + table));
    }
    for (String table : policies.tablesToPurge(context)) {
      purged += CleanupScope.takenFrom(context, table);
      put(tables, table, context.evidenceOf(PurgeRows.NAME + "/" + table));
    }
    Object reclaimed =
        context
            .evidenceOf("compare-sizes")
            .map(evidence -> evidence.values().getOrDefault("reclaimed-bytes", 0))
            .orElse(0);
    return StepOutcome.done(
        Evidence.of("moved-rows", moved)
            .with("purged-rows", purged)
            .with("reclaimed-bytes", reclaimed)
            .with("counted-from", FixCutOff.countedFrom(context).toString())
            .with("tables", tables));
  }

  private static void put(Map<String, Object> tables, String table, Optional<Evidence> evidence) {
    evidence.ifPresent(e -> tables.put(table, e.values()));
  }
}
