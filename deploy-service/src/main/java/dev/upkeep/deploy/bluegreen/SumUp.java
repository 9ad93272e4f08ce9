package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;

/** Tells in one place what came of it. */
final class SumUp implements LookingStep {

  @Override
  public String name() {
    return "sum-up";
  }

  @Override
  public StepOutcome run(StepContext context) {
    Rollout rollout = Rollout.of(context);
    Evidence sum =
        Evidence.of("live", rollout.next().word())
            .with("image", rollout.image())
            .with("way-back", rollout.oldImage());
    for (String step :
        new String[] {"switch-traffic", "drain-old", "bake", "record-release", "retire-old"}) {
      sum = sum.and(context.evidenceOf(step).orElse(Evidence.none()));
    }
    // A look by whoever took over tells the colour and not the time.
    return StepOutcome.done(sum.with("live", rollout.next().word()));
  }
}
