package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.deploy.release.Release;
import dev.upkeep.deploy.release.Releases;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.docker.ContainerDefinition;
import java.util.List;
import java.util.Optional;

/** Records what is live now, and what was before, so that a rollback knows where to go. */
final class RecordRelease implements RepeatableStep {

  private final Places places;
  private final Releases releases;

  RecordRelease(Places places, Releases releases) {
    this.places = places;
    this.releases = releases;
  }

  @Override
  public String name() {
    return "record-release";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    try (Place place = places.of(context)) {
      String service = place.service().name();
      String nginx =
          Release.hash(
              place.engine().run(place.nginx().container(), List.of("nginx", "-T")).output());
      Optional<Release> before = release(place.container(rollout.old()), rollout.oldImage(), nginx);
      Optional<Release> after = release(place.container(rollout.next()), rollout.image(), nginx);
      before.ifPresent(release -> releases.live(context, service, "before", release));
      after.ifPresent(release -> releases.live(context, service, "after", release));
      return StepOutcome.done(
          Evidence.of("release", after.map(Release::id).orElse(""))
              .with("previous", before.map(Release::id).orElse("")));
    }
  }

  private static Optional<Release> release(
      Optional<ContainerDefinition> container, String image, String nginx) {
    return container.map(
        c -> new Release(image, c.imageId(), Release.hash(c.environment()), nginx));
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of("The release is recorded");
  }
}
