package dev.upkeep.database.cacheoptimize;

import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.amount.Percent;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What {@code cache.optimize} can be told; the defaults are in the task's description.
 *
 * @param setMemory whether maxmemory and policy of the system file are set
 * @param removeStale whether stale keys are removed
 * @param quarantine how long removed keys can be brought back
 * @param removeAtMost the share of the keys with an idle limit that one run may remove
 * @param headRoom how much more than the memory in use maxmemory must be
 * @param latencyLimit the latency that may be added for others
 * @param replicasServeNoReads whether the primary's idle times tell all
 * @param bringBack the task run whose removed keys are brought back; nothing else is done then
 */
public record CacheOptimizeParameters(
    boolean setMemory,
    boolean removeStale,
    String quarantine,
    String removeAtMost,
    String headRoom,
    String latencyLimit,
    boolean replicasServeNoReads,
    @Nullable String bringBack) {

  boolean setsMemory() {
    return setMemory && bringBack == null;
  }

  boolean removes() {
    return removeStale && bringBack == null;
  }

  Optional<UUID> runToBringBack() {
    return Optional.ofNullable(bringBack).map(UUID::fromString);
  }

  Duration quarantineTime() {
    return duration("quarantine", quarantine);
  }

  Duration limit() {
    return duration("latency-limit", latencyLimit);
  }

  Percent mostRemoved() {
    return percent("remove-at-most", removeAtMost);
  }

  Percent spare() {
    return percent("head-room", headRoom);
  }

  private static Duration duration(String name, String written) {
    return Durations.parse(written)
        .filter(Duration::isPositive)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s cannot be '%s'. %s".formatted(name, written, Durations.REMEDY)));
  }

  private static Percent percent(String name, String written) {
    return Percent.parse(written)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s cannot be '%s'. %s".formatted(name, written, Percent.REMEDY)));
  }
}
