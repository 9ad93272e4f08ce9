package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.docker.ContainerDefinition;
import dev.upkeep.system.docker.EngineProblem;
import dev.upkeep.system.docker.ImageDigest;
import java.util.Optional;

/** The one that the run was told. */
record NamedImage() implements WantedImage {

  @Override
  public ImageDigest of(StepContext context, Place place, ContainerDefinition live)
      throws TargetProblem, EngineProblem {
    String told = String.valueOf(context.parameters(RolloutParameters.class).image());
    Optional<ImageDigest> image = ImageDigest.parse(told);
    if (image.isPresent()) {
      return image.get();
    }
    throw TargetProblem.lasting(
        "'%s' may be another image tomorrow.".formatted(told),
        place
            .engine()
            .digestOf(told)
            .map(digest -> "Write 'image: %s', which it is today".formatted(digest))
            .orElse(ImageDigest.REMEDY));
  }

  /** A new release begins with nothing of an old one's container. */
  @Override
  public boolean keepsWhatIsThere() {
    return false;
  }
}
