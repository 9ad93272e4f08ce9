package dev.upkeep.database.backup;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.util.Optional;

/** The run's figures in one place. */
final class SumUp implements LookingStep {

  @Override
  public String name() {
    return "sum-up";
  }

  @Override
  public StepOutcome run(StepContext context) {
    Optional<Evidence> written = context.evidenceOf("write-backup");
    if (written.isEmpty()) {
      return StepOutcome.skipped("nothing was written");
    }
    return StepOutcome.done(
        written
            .get()
            .and(context.evidenceOf("publish-backup").orElse(Evidence.none()))
            .and(context.evidenceOf("remove-superfluous").orElse(Evidence.none())));
  }
}
