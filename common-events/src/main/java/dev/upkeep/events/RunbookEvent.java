package dev.upkeep.events;

/** What became of a runbook run. */
public sealed interface RunbookEvent extends Event
    permits RunbookStarted,
        RunbookCompleted,
        RunbookFailed,
        RunbookCancelled,
        RunbookSkipped,
        RunbookNeedsOperator {

  RunbookRunRef run();

  @Override
  default String system() {
    return run().system();
  }

  @Override
  default String key() {
    return run().runbookRunId().toString();
  }
}
