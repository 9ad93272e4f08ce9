package dev.upkeep.scheduler.flow;

/** How a runbook run stands. */
public enum RunState {
  /** Made, nothing sent yet. */
  PLANNED,
  /** Its first tasks were sent and no worker has taken any; the reason says for whom it waits. */
  WAITING,
  /** A worker has taken a task, or the next one is on its way. */
  RUNNING,
  /** A task waits for a person's answer. */
  NEEDS_OPERATOR,
  /** Every task completed or had nothing to do. */
  COMPLETED,
  /** A task failed, and none is going on. */
  FAILED,
  /** A person stopped it, and nothing of it goes on. */
  CANCELLED,
  /** Never begun; the reason says why. */
  SKIPPED;

  /** Whether nothing can become of the run any more. */
  public boolean isEnd() {
    return switch (this) {
      case COMPLETED, FAILED, CANCELLED, SKIPPED -> true;
      case PLANNED, WAITING, RUNNING, NEEDS_OPERATOR -> false;
    };
  }
}
