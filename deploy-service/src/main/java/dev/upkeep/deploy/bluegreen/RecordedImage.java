package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.deploy.release.Releases;
import dev.upkeep.deploy.release.Releases.Recorded;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.docker.ContainerDefinition;
import dev.upkeep.system.docker.ImageDigest;
import java.util.List;
import java.util.Optional;

/** The one of an earlier release. */
record RecordedImage(Releases releases) implements WantedImage {

  static final String PREVIOUS = "previous";

  @Override
  public ImageDigest of(StepContext context, Place place, ContainerDefinition live)
      throws TargetProblem {
    RolloutParameters told = context.parameters(RolloutParameters.class);
    String wanted = Optional.ofNullable(told.release()).orElse(PREVIOUS);
    List<Recorded> recorded =
        wanted.equals(PREVIOUS)
            ? releases.before(context, told.service(), live.imageId()).stream().toList()
            : releases.of(context, told.service()).stream()
                .filter(release -> release.id().startsWith(wanted))
                .toList();
    if (recorded.size() == 1 && !recorded.getFirst().imageId().equals(live.imageId())) {
      return ImageDigest.parse(recorded.getFirst().image()).orElseThrow();
    }
    throw TargetProblem.lasting(
        recorded.isEmpty()
            ? "There is no release '%s' of %s to go back to.".formatted(wanted, told.service())
            : recorded.size() > 1
                ? "%d releases begin with '%s'.".formatted(recorded.size(), wanted)
                : "The release '%s' is live already.".formatted(wanted),
        "Deploy the image that is wanted by deploy.blue-green");
  }

  /** It has the environment that the release had, and may be warm. */
  @Override
  public boolean keepsWhatIsThere() {
    return true;
  }
}
