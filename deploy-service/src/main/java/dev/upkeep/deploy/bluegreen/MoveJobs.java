package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.events.Evidence;
import java.util.Optional;

/**
 * Hands the background jobs over: off in the old colour first, so that they are never done twice.
 */
final class MoveJobs implements RepeatableStep, Undoable {

  private final Places places;
  private final WayBack wayBack;

  MoveJobs(Places places, WayBack wayBack) {
    this.places = places;
    this.wayBack = wayBack;
  }

  @Override
  public String name() {
    return "move-jobs";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    try (Place place = places.of(context)) {
      Optional<String> problem = place.jobs(rollout.old(), false);
      if (problem.isEmpty()) {
        problem = place.jobs(rollout.next(), true);
      }
      return problem.isPresent()
          ? StepOutcome.failed(problem.get() + ".", "See 'background' in the system file")
          : StepOutcome.done(Evidence.of("jobs", rollout.next().word()));
    }
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of(
        "Background jobs go to %s, if they can be switched"
            .formatted(Rollout.of(context).next().word()));
  }

  @Override
  public StepOutcome undo(StepContext context) throws Exception {
    return wayBack.jobs(context);
  }
}
