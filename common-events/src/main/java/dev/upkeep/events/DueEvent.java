package dev.upkeep.events;

/** What the scheduler asks of the worker service that knows the task. */
public sealed interface DueEvent extends Event
    permits MaintenanceDue, MaintenanceCancelRequested, MaintenanceResolved {

  TaskRunRef run();

  @Override
  default String system() {
    return run().system();
  }

  @Override
  default String key() {
    return run().taskRunId().toString();
  }
}
