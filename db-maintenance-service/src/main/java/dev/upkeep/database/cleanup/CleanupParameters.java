package dev.upkeep.database.cleanup;

import dev.upkeep.system.amount.Durations;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code database.cleanup} can be told; the defaults are in the task's description.
 *
 * @param policies the tables whose policies are to be followed; all of the system file if it is not
 *     given
 * @param batchRows how many rows are moved or deleted in one transaction at most
 * @param lockWaitLimit the longest that a batch may wait for the application's locks
 * @param optimizeAfterwards whether tables that shrank are rebuilt if that pays
 * @param brake whether the component's throttle holds the work back
 */
public record CleanupParameters(
    @Nullable List<String> policies,
    int batchRows,
    String lockWaitLimit,
    boolean optimizeAfterwards,
    boolean brake) {

  public CleanupParameters {
    policies = policies == null ? List.of() : List.copyOf(policies);
    if (batchRows < 1) {
      throw new IllegalArgumentException("batch-rows must be at least 1, not " + batchRows);
    }
  }

  List<String> chosenPolicies() {
    return policies == null ? List.of() : policies;
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
