package dev.upkeep.benchmarks.backup;

import dev.upkeep.benchmarks.task.LoneRun;
import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.events.Evidence;
import java.util.LinkedHashMap;
import java.util.Map;

/** A run of a task with all of its steps, that nobody else knows of. */
final class ByItself {

  private final Task task;
  private final LoneRun context;
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  ByItself(Task task, Record parameters, String system, String component) {
    this.task = task;
    this.context = new LoneRun(task.description().kind(), system, component, parameters);
  }

  /** How long each step took. */
  Map<String, Double> seconds() {
    return seconds;
  }

  /** Runs all steps; answers what the last one says. */
  Evidence complete() throws Exception {
    Precheck precheck = task.precheck(context);
    if (!(precheck instanceof Precheck.Go)) {
      throw new IllegalStateException(
          "%s cannot run: %s".formatted(task.description().kind(), precheck));
    }
    Evidence last = Evidence.none();
    for (Steps.Entry entry : task.steps().entries()) {
      if (!(entry instanceof Steps.One(var step))) {
        throw new IllegalStateException(entry.name() + " is not a single step");
      }
      long began = System.nanoTime();
      StepOutcome outcome = step.run(context);
      seconds.put(step.name(), (System.nanoTime() - began) / 1e9);
      last =
          switch (outcome) {
            case StepOutcome.Done(Evidence evidence) -> evidence;
            case StepOutcome.Skipped(String _, Evidence evidence) -> evidence;
            case StepOutcome.Failed failed ->
                throw new IllegalStateException(step.name() + " failed: " + failed);
            case StepOutcome.NeedsApproval asked ->
                throw new IllegalStateException(step.name() + " asks: " + asked);
          };
      context.isDone(step.name(), last);
    }
    return last;
  }
}
