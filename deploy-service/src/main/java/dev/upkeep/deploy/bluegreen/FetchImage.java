package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.docker.EngineProblem;
import dev.upkeep.system.docker.ImageDigest;

/** Has the engine fetch the image, if it has not got it. */
final class FetchImage implements RepeatableStep {

  private final Places places;

  FetchImage(Places places) {
    this.places = places;
  }

  @Override
  public String name() {
    return "fetch-image";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    ImageDigest image = ImageDigest.parse(Rollout.of(context).image()).orElseThrow();
    try (Place place = places.of(context)) {
      boolean there = place.engine().imageId(image.toString()).isPresent();
      if (!there) {
        context.progress(0, "pulling " + image);
        place.engine().pull(image);
      }
      return StepOutcome.done(Evidence.of("fetched", !there));
    } catch (EngineProblem problem) {
      return image.repository().isEmpty()
          ? StepOutcome.failed(problem.why() + ".", problem.remedy())
          : StepOutcome.failedForNow(problem.why() + ".", problem.remedy());
    }
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of(
        "The engine fetches %s, if it has not got it".formatted(Rollout.of(context).image()));
  }
}
