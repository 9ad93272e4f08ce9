package dev.upkeep.benchmarks.backup;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.TaskRunRef;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A run of a task with all of its steps, that nobody else knows of. */
final class ByItself {

  private final Task task;
  private final Record parameters;
  private final TaskRunRef run;
  private final Map<String, Object> memory = new HashMap<>();
  private final Map<String, Evidence> done = new LinkedHashMap<>();
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  ByItself(Task task, Record parameters, String system, String component) {
    this.task = task;
    this.parameters = parameters;
    this.run =
        new TaskRunRef(
            UUID.randomUUID(),
            UUID.randomUUID(),
            system,
            "benchmark",
            "task",
            task.description().kind(),
            component,
            false);
  }

  /** How long each step took. */
  Map<String, Double> seconds() {
    return seconds;
  }

  /** Runs all steps; answers what the last one says. */
  Evidence complete() throws Exception {
    var context = new Context();
    Precheck precheck = task.precheck(context);
    if (!(precheck instanceof Precheck.Go)) {
      throw new IllegalStateException("%s cannot run: %s".formatted(run.task(), precheck));
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
      done.put(step.name(), last);
    }
    return last;
  }

  private final class Context implements StepContext {
    @Override
    public TaskRunRef run() {
      return run;
    }

    @Override
    public <P extends Record> P parameters(Class<P> type) {
      return type.cast(parameters);
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }

    @Override
    public long fence() {
      return 1;
    }

    @Override
    public void remember(String name, Object value) {
      memory.put(name, value);
    }

    @Override
    public <T> Optional<T> recall(String name, Class<T> type) {
      return Optional.ofNullable(memory.get(name)).map(type::cast);
    }

    @Override
    public Optional<Evidence> evidenceOf(String step) {
      return Optional.ofNullable(done.get(step));
    }

    @Override
    public void progress(double fraction, String line) {}

    @Override
    public void progress(double fraction, String line, Duration remaining) {}

    @Override
    public void safePoint(String where) {}

    @Override
    public void onStop(AutoCloseable stopper) {}

    @Override
    public void holds(String kind, String id) {}

    @Override
    public void holds(ProcessHandle child) {}

    @Override
    public void found(Sighting sighting) {}

    @Override
    public void looksFor(String findingKind) {}
  }
}
