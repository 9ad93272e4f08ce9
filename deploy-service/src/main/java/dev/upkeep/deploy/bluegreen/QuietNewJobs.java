package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.util.Optional;

/**
 * Switches the next colour's background jobs off: they are the old one's until people have moved.
 */
final class QuietNewJobs implements RepeatableStep {

  private final Places places;

  QuietNewJobs(Places places) {
    this.places = places;
  }

  @Override
  public String name() {
    return "quiet-new-jobs";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    try (Place place = places.of(context)) {
      Optional<String> problem = place.jobs(rollout.next(), false);
      return problem.isPresent()
          ? StepOutcome.failedForNow(problem.get() + ".", "See 'background' in the system file")
          : StepOutcome.done(Evidence.of("jobs", rollout.old().word()));
    }
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of(
        "Background jobs stay with %s, if they can be switched"
            .formatted(Rollout.of(context).old().word()));
  }
}
