package dev.upkeep.database.cacheflush;

import dev.upkeep.system.amount.Durations;
import java.time.Duration;

/**
 * What {@code cache.flush} must and can be told; the default is in the task's description.
 *
 * @param database the number of the database that is to be emptied, once more than in the system
 *     file: so that nobody empties what they did not mean
 * @param latencyLimit the latency that may be added for others
 */
public record CacheFlushParameters(int database, String latencyLimit) {

  Duration limit() {
    return Durations.parse(latencyLimit)
        .filter(Duration::isPositive)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "latency-limit cannot be '%s'. %s".formatted(latencyLimit, Durations.REMEDY)));
  }
}
