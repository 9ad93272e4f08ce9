package dev.upkeep.chassis.run;

/** Where a task run stands. */
enum RunState {
  /** Recorded, and waiting for a worker and for its component. */
  ACCEPTED,
  /** Begun: a worker holds it, or it waits for its next attempt. */
  RUNNING,
  /** The work is done and was observed to be done. */
  COMPLETED,
  /** The precheck found nothing to do. */
  SKIPPED,
  /** It failed for good; its undos are through. */
  FAILED,
  /** It was stopped on request; nothing of it works any more. */
  CANCELLED,
  /** It cannot go on safely before a person has answered a question. */
  NEEDS_OPERATOR;

  /** Whether nothing can follow. */
  boolean ended() {
    return switch (this) {
      case COMPLETED, SKIPPED, FAILED, CANCELLED -> true;
      case ACCEPTED, RUNNING, NEEDS_OPERATOR -> false;
    };
  }
}
