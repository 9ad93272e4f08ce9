package dev.upkeep.deploy.health;

import dev.upkeep.system.amount.Durations;
import java.time.Duration;

/**
 * What {@code health.check} can be told; the defaults are in the task's description.
 *
 * @param roundTripLimit how long a database or a cache may take for one answer
 */
public record HealthCheckParameters(String roundTripLimit) {

  Duration longestRoundTrip() {
    return Durations.parse(roundTripLimit)
        .filter(Duration::isPositive)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "round-trip-limit cannot be '%s'. %s"
                        .formatted(roundTripLimit, Durations.REMEDY)));
  }
}
