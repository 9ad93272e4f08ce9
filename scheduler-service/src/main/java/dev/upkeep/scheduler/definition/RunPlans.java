package dev.upkeep.scheduler.definition;

import dev.upkeep.scheduler.flow.RunDefinition;
import dev.upkeep.scheduler.flow.RunDefinition.TaskDefinition;
import dev.upkeep.scheduler.runbook.Configuration;
import dev.upkeep.scheduler.runbook.Runbook;
import dev.upkeep.scheduler.runbook.RunbookTask;
import dev.upkeep.system.MaintainedSystem;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes what a run keeps of a runbook. */
public final class RunPlans {

  private RunPlans() {}

  /** The runbook as it is in force. */
  public static RunDefinition of(Runbook runbook, Configuration inForce) {
    return of(runbook, inForce, Map.of());
  }

  /**
   * The runbook as it is in force, with other parameters for this run.
   *
   * @param parameters by task and name; they win over those of the file
   */
  public static RunDefinition of(
      Runbook runbook, Configuration inForce, Map<String, Map<String, Object>> parameters) {
    MaintainedSystem system =
        inForce
            .system(runbook.system())
            .orElseThrow(
                () -> new IllegalStateException("runbook in force without " + runbook.system()));
    return new RunDefinition(
        runbook.title(),
        system.hash(),
        runbook.tasks().stream()
            .map(task -> definition(task, parameters.getOrDefault(task.name(), Map.of())))
            .toList());
  }

  private static TaskDefinition definition(RunbookTask task, Map<String, Object> parameters) {
    Map<String, Object> effective = new LinkedHashMap<>(task.with());
    effective.putAll(parameters);
    return new TaskDefinition(
        task.name(), task.run(), task.on(), task.needs(), effective, task.limits());
  }
}
