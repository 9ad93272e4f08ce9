package dev.upkeep.database.cachereview;

import dev.upkeep.system.amount.ByteSize;
import dev.upkeep.system.amount.Durations;
import java.time.Duration;

/**
 * What {@code cache.review} can be told; the defaults are in the task's description.
 *
 * @param sampleKeys how many keys are looked at
 * @param bigKey from which size a key is worth a finding
 * @param latencyLimit the latency that may be added for others
 */
public record CacheReviewParameters(int sampleKeys, String bigKey, String latencyLimit) {

  ByteSize bigKeySize() {
    return ByteSize.parse(bigKey)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "big-key cannot be '%s'. %s".formatted(bigKey, ByteSize.REMEDY)));
  }

  Duration limit() {
    return Durations.parse(latencyLimit)
        .filter(Duration::isPositive)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "latency-limit cannot be '%s'. %s".formatted(latencyLimit, Durations.REMEDY)));
  }
}
