package dev.upkeep.database.unarchive;

import dev.upkeep.system.amount.Durations;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code database.unarchive} can be told; the defaults are in the task's description.
 *
 * @param table the table that the rows were archived from
 * @param run the task run that archived them
 * @param batches the numbers of its batches; all if none are given
 * @param lockWaitLimit the longest that a batch may wait for the application's locks
 * @param brake whether the component's throttle holds the work back
 */
public record UnarchiveParameters(
    String table,
    String run,
    @Nullable List<Integer> batches,
    String lockWaitLimit,
    boolean brake) {

  public UnarchiveParameters {
    batches = batches == null ? List.of() : List.copyOf(batches);
  }

  /** Whether a batch is asked for. */
  boolean wants(int batch) {
    return batches == null || batches.isEmpty() || batches.contains(batch);
  }

  Duration lockWait() {
    return Durations.parse(lockWaitLimit)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "lock-wait-limit cannot be '%s'. %s"
                        .formatted(lockWaitLimit, Durations.REMEDY)));
  }
}
