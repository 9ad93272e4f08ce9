package dev.upkeep.database.binlogarchive;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;

/** The run's figures in one place. */
final class SumUpLogs implements LookingStep {

  @Override
  public String name() {
    return "sum-up";
  }

  @Override
  public StepOutcome run(StepContext context) {
    return StepOutcome.done(
        context
            .evidenceOf(CopyLogs.NAME)
            .orElse(Evidence.none())
            .and(context.evidenceOf(JudgeChain.NAME).orElse(Evidence.none()))
            .and(context.evidenceOf(RemoveSuperfluousLogs.NAME).orElse(Evidence.none())));
  }
}
