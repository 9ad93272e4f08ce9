package dev.upkeep.chassis.test;

import dev.upkeep.events.Event;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.MaintenanceCancelled;
import dev.upkeep.events.MaintenanceCompleted;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.MaintenanceNeedsOperator;
import dev.upkeep.events.MaintenanceSkipped;
import dev.upkeep.events.RunEvent;
import dev.upkeep.events.RunReport.StepReport;
import java.util.List;

/**
 * What became of a run that a test ran.
 *
 * @param end how it ended, or what it asks of an operator
 * @param events all that was told because of it, in order: of the run and of findings
 * @param passed every boundary that it passed, of all attempts
 */
public record TaskResult(RunEvent end, List<Event> events, List<Place> passed) {

  /** The end of a run that must have been completed. */
  public MaintenanceCompleted completed() {
    return expect(MaintenanceCompleted.class);
  }

  public MaintenanceFailed failed() {
    return expect(MaintenanceFailed.class);
  }

  public MaintenanceSkipped skipped() {
    return expect(MaintenanceSkipped.class);
  }

  public MaintenanceCancelled cancelled() {
    return expect(MaintenanceCancelled.class);
  }

  public MaintenanceNeedsOperator needsOperator() {
    return expect(MaintenanceNeedsOperator.class);
  }

  /** The summary of a completed run. */
  public Evidence evidence() {
    return completed().report().evidence();
  }

  /** A step of a completed run. */
  public StepReport step(String name) {
    return completed().report().steps().stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "there is no step %s among %s"
                        .formatted(
                            name,
                            completed().report().steps().stream().map(StepReport::name).toList())));
  }

  private <E extends RunEvent> E expect(Class<E> type) {
    if (!type.isInstance(end)) {
      throw new AssertionError("expected %s, but was %s".formatted(type.getSimpleName(), end));
    }
    return type.cast(end);
  }
}
