package dev.upkeep.database.capacity;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.util.List;

/** The report: disk and tables first, then memory and processor. */
final class SumUp implements LookingStep {

  private static final List<String> STEPS = List.of("forecast-growth", "forecast-server");

  @Override
  public String name() {
    return "sum-up";
  }

  @Override
  public StepOutcome run(StepContext context) {
    Evidence report = Evidence.none();
    for (String step : STEPS) {
      report = report.and(context.evidenceOf(step).orElse(Evidence.none()));
    }
    return StepOutcome.done(report);
  }
}
