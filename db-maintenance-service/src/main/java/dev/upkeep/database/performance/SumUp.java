package dev.upkeep.database.performance;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.util.List;

/** The report: the worst queries first, then what was found of queries, indexes and the server. */
final class SumUp implements LookingStep {

  private static final List<String> STEPS =
      List.of(
          "read-slow-queries",
          "explain-named-queries",
          "try-advice",
          "review-indexes",
          "look-at-server");

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
