package dev.upkeep.scheduler.flow;

import dev.upkeep.scheduler.runbook.Limits;
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
}
