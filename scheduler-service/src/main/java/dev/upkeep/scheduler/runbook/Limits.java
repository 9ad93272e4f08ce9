package dev.upkeep.scheduler.runbook;

import java.time.Duration;

/**
 * Time limits of one task run: two of the four. How long a step may take, and how long it may be
 * silent, the task itself says.
 *
 * @param queued from being sent to being started by a worker
 * @param run from the first start to the end
 */
public record Limits(Duration queued, Duration run) {

  /** What holds where the runbook says nothing. */
  public static final Limits DEFAULT = new Limits(Duration.ofHours(1), Duration.ofHours(6));

  public Limits {
    if (!queued.isPositive() || !run.isPositive()) {
      throw new IllegalArgumentException(
          "a limit is longer than nothing, not queued %s and run %s".formatted(queued, run));
    }
  }
}
