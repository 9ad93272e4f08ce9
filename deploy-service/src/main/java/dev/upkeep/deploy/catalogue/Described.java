package dev.upkeep.deploy.catalogue;

import dev.upkeep.events.TaskDescription;
import dev.upkeep.events.catalogue.TaskCatalogue;

/** The descriptions that this module ships in {@value TaskCatalogue#RESOURCE}. */
public final class Described {

  private static final TaskCatalogue SHIPPED =
      TaskCatalogue.shipped(Described.class.getClassLoader());

  private Described() {}

  /**
   * The description of a kind of task.
   *
   * @throws IllegalArgumentException if none is shipped
   */
  public static TaskDescription as(String kind) {
    return SHIPPED
        .describe(kind)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    TaskCatalogue.RESOURCE + " does not describe " + kind));
  }
}
