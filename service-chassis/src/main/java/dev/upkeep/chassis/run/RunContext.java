package dev.upkeep.chassis.run;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.events.envelope.EventJson;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What one step of one attempt can ask of its run. */
final class RunContext implements StepContext {
  private final String step;
  private final HeldRun held;
  private final RunRecord record;
  private final Progress progress;
  private final Record parameters;
  private final RunObserver observer;
  private final StepNotes notes = new StepNotes();

  RunContext(
      String step,
      HeldRun held,
      RunRecord record,
      Progress progress,
      Record parameters,
      RunObserver observer) {
    this.step = step;
    this.held = held;
    this.record = record;
    this.progress = progress;
    this.parameters = parameters;
    this.observer = observer;
  }

  StepNotes notes() {
    return notes;
  }

  @Override
  public TaskRunRef run() {
    return held.run().ref();
  }

  @Override
  public <P extends Record> P parameters(Class<P> type) {
    return type.cast(parameters);
  }

  @Override
  public Clock clock() {
    return record.clock();
  }

  @Override
  public long fence() {
    return held.fence();
  }

  @Override
  public void remember(String name, Object value) {
    notes.remember(name, EventJson.mapper().valueToTree(value));
  }

  @Override
  public <T> Optional<T> recall(String name, Class<T> type) {
    JsonNode now = notes.remembered().get(name);
    return (now == null ? record.journal().remembered(name) : Optional.of(now))
        .map(value -> EventJson.mapper().treeToValue(value, type));
  }

  @Override
  public Optional<Evidence> evidenceOf(String ofStep) {
    return record.journal().evidenceOf(ofStep);
  }

  @Override
  public void progress(double fraction, String line) {
    tell(fraction, line, null);
  }

  @Override
  public void progress(double fraction, String line, Duration remaining) {
    tell(fraction, line, remaining);
  }

  private void tell(double fraction, String line, @Nullable Duration remaining) {
    held.sign();
    progress.within(step, fraction, line, remaining);
  }

  @Override
  public void safePoint(String where) throws StopRequested {
    held.sign();
    observer.passes(run(), Boundary.SAFE_POINT, step + "#" + where);
    stopIfAsked();
  }

  private void stopIfAsked() throws StopRequested {
    Optional<Stop> stop = held.workMustStop();
    if (stop.isPresent()) {
      throw new StopRequested(stop.get().words());
    }
  }

  @Override
  public void onStop(AutoCloseable stopper) {
    held.onStop(stopper);
  }

  @Override
  public void holds(String kind, String id) throws StopRequested {
    stopIfAsked();
    record.holds(step, kind, id);
  }

  @Override
  public void holds(ProcessHandle child) throws StopRequested {
    holds(ChildProcesses.KIND, ChildProcesses.id(child));
  }

  @Override
  public void found(Sighting sighting) {
    notes.found(sighting);
  }

  @Override
  public void looksFor(String findingKind) {
    notes.looksFor(findingKind);
  }
}
