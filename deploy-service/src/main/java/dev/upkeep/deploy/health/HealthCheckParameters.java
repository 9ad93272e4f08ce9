package dev.upkeep.deploy.health;

import dev.upkeep.system.amount.Durations;
import java.time.Duration;

/**
 * What {@code health.check} can be told; the defaults are in the task's description.
 *
 * @param roundTripLimit how long a database or a cache may take for one answer
 * @param watch how long a container is watched at least
 * @param certificateDays with fewer days left a certificate is worth a finding
 */
public record HealthCheckParameters(String roundTripLimit, String watch, int certificateDays) {

  Duration longestRoundTrip() {
    return duration("round-trip-limit", roundTripLimit);
  }

  Duration watched() {
    return duration("watch", watch);
  }

  private static Duration duration(String parameter, String text) {
    return Durations.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s cannot be '%s'. %s".formatted(parameter, text, Durations.REMEDY)));
  }
}
