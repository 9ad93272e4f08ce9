package dev.upkeep.database.filesbackup;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The run's figures in one place. */
final class SumUpFiles implements LookingStep {

  @Override
  public String name() {
    return "sum-up";
  }

  @Override
  public StepOutcome run(StepContext context) {
    Optional<Evidence> compared =
        WriteSnapshot.in(context).flatMap(_ -> context.evidenceOf("compare-snapshot"));
    if (compared.isEmpty()) {
      return StepOutcome.skipped("nothing was written");
    }
    return StepOutcome.done(
        context
            .evidenceOf("write-snapshot")
            .orElse(Evidence.none())
            .and(compared.get())
            .and(leftOut(context))
            .and(context.evidenceOf("join-set").orElse(Evidence.none()))
            .and(context.evidenceOf("publish-snapshot").orElse(Evidence.none()))
            .and(context.evidenceOf("forget-superfluous").orElse(Evidence.none())));
  }

  private static Evidence leftOut(StepContext context) {
    Evidence leftOut = Evidence.none();
    Map<String, Object> found =
        context.evidenceOf("read-source").map(Evidence::values).orElse(Map.of());
    for (String name : List.of("excluded-by", "excluded", "excluded-first")) {
      Object value = found.get(name);
      if (value != null) {
        leftOut = leftOut.with(name, value);
      }
    }
    return leftOut;
  }
}
