package dev.upkeep.deploy.smoke;

import java.util.List;

/**
 * What {@code smoke-test.run} can be told.
 *
 * @param only the smoke tests that are run, by their names; all if there are none
 */
public record SmokeTestParameters(List<String> only) {
  public SmokeTestParameters {
    only = List.copyOf(only);
  }
}
