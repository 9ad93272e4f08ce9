package dev.upkeep.database.indexes;

import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.amount.Percent;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code database.index-apply} can be told; the defaults are in the task's description.
 *
 * @param indexes names of the system file's indexes, or definitions; all of the system file if it
 *     is not given
 * @param lockWaitLimit the longest that the application may be kept waiting
 * @param queryLimit the longest that one of the named queries may run while it is measured
 * @param regression from what share of rows read more on a query counts as slower
 * @param trial how long an index must have been ignored before it is dropped
 * @param again whether an index is made that an earlier run has taken back
 */
public record IndexApplyParameters(
    @Nullable List<String> indexes,
    String lockWaitLimit,
    String queryLimit,
    String regression,
    String trial,
    boolean again) {

  public IndexApplyParameters {
    indexes = indexes == null ? List.of() : List.copyOf(indexes);
  }

  List<String> chosenIndexes() {
    return indexes == null ? List.of() : indexes;
  }

  Duration lockWait() {
    return duration("lock-wait-limit", lockWaitLimit);
  }

  Duration longestQuery() {
    return duration("query-limit", queryLimit);
  }

  Duration trialLength() {
    return duration("trial", trial);
  }

  double tolerance() {
    return Percent.parse(regression)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "regression cannot be '%s'. %s".formatted(regression, Percent.REMEDY)))
        .asFraction();
  }

  private static Duration duration(String name, String written) {
    return Durations.parse(written)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s cannot be '%s'. %s".formatted(name, written, Durations.REMEDY)));
  }
}
