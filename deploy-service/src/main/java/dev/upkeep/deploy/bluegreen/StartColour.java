package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.events.Evidence;

/** Starts the next colour; nobody is sent to it yet. */
final class StartColour implements RepeatableStep, Undoable {

  private final Places places;
  private final WayBack wayBack;

  StartColour(Places places, WayBack wayBack) {
    this.places = places;
    this.wayBack = wayBack;
  }

  @Override
  public String name() {
    return "start-colour";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    try (Place place = places.of(context)) {
      String container = place.containerName(rollout.next());
      // One that was kept had been told not to come back by itself.
      place.engine().restartPolicy(container, rollout.restartPolicy());
      place.engine().start(container);
      return StepOutcome.done(Evidence.of("container", container));
    }
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of("%s is started".formatted(Rollout.of(context).next().word()));
  }

  @Override
  public StepOutcome undo(StepContext context) throws Exception {
    return wayBack.container(context);
  }
}
