package dev.upkeep.benchmarks.database;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.TaskRunRef;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** A step by itself, of a run that nobody else knows of. */
final class Alone implements StepContext {

  private static final TaskRunRef RUN =
      new TaskRunRef(
          UUID.randomUUID(),
          UUID.randomUUID(),
          MeasuredMariaDb.SYSTEM,
          "benchmark",
          "task",
          "database.optimize",
          MeasuredMariaDb.COMPONENT,
          false);

  @Override
  public TaskRunRef run() {
    return RUN;
  }

  @Override
  public <P extends Record> P parameters(Class<P> type) {
    throw new IllegalStateException("a step by itself has no parameters");
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
  public void remember(String name, Object value) {}

  @Override
  public <T> Optional<T> recall(String name, Class<T> type) {
    return Optional.empty();
  }

  @Override
  public Optional<Evidence> evidenceOf(String step) {
    return Optional.empty();
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
