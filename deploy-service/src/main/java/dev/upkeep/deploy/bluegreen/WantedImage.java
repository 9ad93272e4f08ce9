package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.docker.ContainerDefinition;
import dev.upkeep.system.docker.EngineProblem;
import dev.upkeep.system.docker.ImageDigest;

/** Which image takes over. */
sealed interface WantedImage permits NamedImage, RecordedImage {

  /**
   * The image.
   *
   * @param live the container whose requests it takes over
   */
  ImageDigest of(StepContext context, Place place, ContainerDefinition live)
      throws TargetProblem, EngineProblem;

  /** Whether a container of the other colour is kept that has this image already. */
  boolean keepsWhatIsThere();
}
