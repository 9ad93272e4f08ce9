package dev.upkeep.database.optimize;

import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.amount.Percent;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code database.optimize} can be told; the defaults are in the task's description.
 *
 * @param rebuildWhenReclaimable the share of its file that a table's rebuild must give back
 * @param lockWaitLimit the longest that the application may be kept waiting
 * @param checkEvery a table that was looked through for damage within this time is not again
 * @param checkLimit how long a run may look for damage; the rest is for the next one
 * @param latencyLimit looking for damage stops when a small query takes longer than this
 * @param histogramLimit how long a run may measure columns; nothing is measured with 0s
 * @param tables the tables to look at; all if it is not given
 */
public record OptimizeParameters(
    String rebuildWhenReclaimable,
    String lockWaitLimit,
    String checkEvery,
    String checkLimit,
    String latencyLimit,
    String histogramLimit,
    @Nullable List<String> tables) {

  public OptimizeParameters {
    tables = tables == null ? List.of() : List.copyOf(tables);
  }

  Percent threshold() {
    return Percent.parse(rebuildWhenReclaimable)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "rebuild-when-reclaimable cannot be '%s'. %s"
                        .formatted(rebuildWhenReclaimable, Percent.REMEDY)));
  }

  Duration lockWait() {
    return duration("lock-wait-limit", lockWaitLimit);
  }

  Duration betweenChecks() {
    return duration("check-every", checkEvery);
  }

  Duration longestCheck() {
    return duration("check-limit", checkLimit);
  }

  Duration mostLatency() {
    return duration("latency-limit", latencyLimit);
  }

  Duration longestHistograms() {
    return duration("histogram-limit", histogramLimit);
  }

  private static Duration duration(String name, String written) {
    return Durations.parse(written)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s cannot be '%s'. %s".formatted(name, written, Durations.REMEDY)));
  }

  List<String> chosenTables() {
    return tables == null ? List.of() : tables;
  }
}
