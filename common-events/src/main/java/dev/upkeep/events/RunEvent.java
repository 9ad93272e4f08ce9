package dev.upkeep.events;

/**
 * What became of a task run. For one run the order is: accepted, then started and progressed any
 * number of times, then exactly one end (completed, skipped, failed, cancelled), with
 * needs-operator possible between.
 */
public sealed interface RunEvent extends Event
    permits MaintenanceAccepted,
        MaintenanceStarted,
        MaintenanceProgressed,
        MaintenanceCompleted,
        MaintenanceSkipped,
        MaintenanceFailed,
        MaintenanceCancelled,
        MaintenanceNeedsOperator {

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
