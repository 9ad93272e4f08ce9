package dev.upkeep.system.docker;

import java.util.Optional;

/**
 * Which container is meant.
 *
 * @param which by its name, or as a service of a Compose project
 * @param network the only network of the container's that is asked; any that it is in if there is
 *     none
 */
public record ContainerReference(Which which, Optional<String> network) {

  /** How it is found. */
  public sealed interface Which {}

  /** By its name. */
  public record Named(String name) implements Which {
    @Override
    public String toString() {
      return "the container " + name;
    }
  }

  /** By the labels that Compose gives it, whatever its name. */
  public record OfService(String project, String service) implements Which {
    @Override
    public String toString() {
      return "the service %s of the Compose project %s".formatted(service, project);
    }
  }
}
