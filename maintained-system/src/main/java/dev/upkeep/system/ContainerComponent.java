package dev.upkeep.system;

import dev.upkeep.system.docker.ContainerReference;
import java.util.Optional;

/**
 * A container that does a part of the application's work, such as its backend.
 *
 * @param name unique within the system
 * @param container which one is meant
 * @param health how it is known that it does its work, if operators say so
 */
public record ContainerComponent(
    String name, ContainerReference container, Optional<HealthRule> health) implements Component {

  /** The kind as files write it. */
  public static final String KIND = "container";

  @Override
  public String kind() {
    return KIND;
  }
}
