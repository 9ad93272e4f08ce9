package dev.upkeep.benchmarks.task;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.TaskRunRef;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A run that nobody else knows of: nobody watches it, stops it or takes it over, and what it
 * remembers is kept in memory.
 */
public final class LoneRun implements StepContext {

  private record Nothing() {}

  private final Record parameters;
  private final TaskRunRef run;
  private final Map<String, Object> memory = new HashMap<>();
  private final Map<String, Evidence> done = new LinkedHashMap<>();

  public LoneRun(String kind, String system, String component, Record parameters) {
    this.parameters = parameters;
    this.run =
        new TaskRunRef(
            UUID.randomUUID(),
            UUID.randomUUID(),
            system,
            "benchmark",
            "task",
            kind,
            component,
            false);
  }

  /** For steps that ask for no parameters. */
  public LoneRun(String kind, String system, String component) {
    this(kind, system, component, new Nothing());
  }

  /** Keeps what a step says, for those after it. */
  public void isDone(String step, Evidence evidence) {
    done.put(step, evidence);
  }

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
