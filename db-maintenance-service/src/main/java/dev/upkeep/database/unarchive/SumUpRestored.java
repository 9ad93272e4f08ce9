package dev.upkeep.database.unarchive;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.util.Map;

/** Says what went back. */
final class SumUpRestored implements LookingStep {

  @Override
  public String name() {
    return "sum-up";
  }

  @Override
  public StepOutcome run(StepContext context) {
    Map<String, Object> restored =
        Map.copyOf(context.evidenceOf(RestoreRows.NAME).orElse(Evidence.none()).values());
    return StepOutcome.done(
        Evidence.of("restored-rows", restored.getOrDefault("rows", 0))
            .with("batches", restored.getOrDefault("batches", 0))
            .with("table", context.parameters(UnarchiveParameters.class).table()));
  }
}
