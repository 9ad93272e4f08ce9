package dev.upkeep.scheduler.flow;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A runbook as it was when a run of it was made: a later edit of the file does not change a run
 * that is going on.
 *
 * @param title the runbook's title, for people
 * @param systemHash the hash of the system file it was planned with
 * @param tasks in the order of the file
 */
public record RunDefinition(String title, String systemHash, List<TaskDefinition> tasks) {

  public RunDefinition {
    tasks = List.copyOf(tasks);
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("a run has at least one task");
    }
  }

  /**
   * One task of the runbook.
   *
   * @param needs names of the tasks that must have completed before
   * @param parameters valid against the schema of the task's kind
   * @param limits how long it may wait and work
   */
  public record TaskDefinition(
      String name,
      String kind,
      String component,
      List<String> needs,
      Map<String, Object> parameters,
      Limits limits) {

    public TaskDefinition {
      needs = List.copyOf(needs);
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }

  /**
   * Time limits of one task run.
   *
   * @param queued from being sent to being started by a worker
   * @param run from the first start to the end
   */
  public record Limits(Duration queued, Duration run) {
    /** What holds where nothing is said. */
    public static final Limits DEFAULT = new Limits(Duration.ofHours(1), Duration.ofHours(6));

    public Limits {
      if (!queued.isPositive() || !run.isPositive()) {
        throw new IllegalArgumentException("a limit is longer than nothing");
      }
    }
  }
}
