package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.docker.EngineProblem;

/**
 * Stops the old colour, or keeps it running for a rollback at once. The release has proven itself
 * by now: what goes wrong here takes nothing back.
 */
final class RetireOld implements RepeatableStep {

  private final Places places;

  RetireOld(Places places) {
    this.places = places;
  }

  @Override
  public String name() {
    return "retire-old";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    try (Place place = places.of(context)) {
      if (place.live() == rollout.old()) {
        return StepOutcome.skipped("requests go to %s again".formatted(rollout.old().word()));
      }
      boolean warm = staysWarm(context, place);
      if (warm) {
        // After the machine's next start one colour is enough.
        place.engine().restartPolicy(place.containerName(rollout.old()), "no");
      } else {
        WayBack.stopForGood(place, rollout.old(), rollout);
      }
      return StepOutcome.done(Evidence.of("old", warm ? "warm" : "stopped"));
    } catch (EngineProblem problem) {
      return StepOutcome.skipped(
          "%s was left as it is: %s".formatted(rollout.old().word(), problem.why()));
    }
  }

  /** Where jobs cannot be switched, two that run would both do them. */
  private static boolean staysWarm(StepContext context, Place place) {
    return context.parameters(RolloutParameters.class).keepWarm()
        && place.service().background().isPresent();
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    try (Place place = places.of(context)) {
      return Plan.of(
          "%s %s"
              .formatted(
                  Rollout.of(context).old().word(),
                  staysWarm(context, place) ? "is kept warm" : "is stopped"));
    }
  }
}
