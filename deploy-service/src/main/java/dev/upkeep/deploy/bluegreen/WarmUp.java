package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.nginx.Answer;

/**
 * Asks the next colour for what people will ask it for, so that they do not wait for its first
 * time.
 */
final class WarmUp implements RepeatableStep {

  private static final int TIMES = 3;
  private static final int SERVER_ERROR = 500;

  private final Places places;

  WarmUp(Places places) {
    this.places = places;
  }

  @Override
  public String name() {
    return "warm-up";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    try (Place place = places.of(context)) {
      for (String path : place.service().warmUp()) {
        for (int i = 0; i < TIMES; i++) {
          Answer answer =
              place.door().direct(place.service(), place.service().side(rollout.next()), path);
          if (!(answer instanceof Answer.Said said) || said.status() >= SERVER_ERROR) {
            return StepOutcome.failed(
                "%s answers %s with %s.".formatted(rollout.next().word(), path, answer.words()),
                "See what it says: docker logs " + place.containerName(rollout.next()));
          }
          context.safePoint("between-answers");
        }
      }
      return StepOutcome.done(Evidence.of("paths", place.service().warmUp().size()));
    }
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of("%s is warmed up".formatted(Rollout.of(context).next().word()));
  }
}
