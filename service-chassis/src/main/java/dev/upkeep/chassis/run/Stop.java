package dev.upkeep.chassis.run;

import dev.upkeep.chassis.run.TaskRun.CancelRequest;

/** Why work on a run has to stop here. */
sealed interface Stop {

  /** The run is, or may be, another worker's: stop at once and write nothing. */
  record LeaseGone() implements Stop {}

  /** Somebody asked for it. */
  record Cancelled(CancelRequest request) implements Stop {}

  /** The service stops: another worker goes on. */
  record HandOver() implements Stop {}

  /** The run has used up its time. */
  record RunOverLimit(String reason) implements Stop {}

  /** The step has used up its time, or says nothing any more. */
  record StepOverLimit(String reason) implements Stop {}

  /** Whether the step is given no time to reach a safe point. */
  default boolean atOnce() {
    return switch (this) {
      case LeaseGone _, StepOverLimit _, RunOverLimit _ -> true;
      case Cancelled _, HandOver _ -> false;
    };
  }

  /** As it is put to the step. */
  default String words() {
    return switch (this) {
      case LeaseGone() -> "the run belongs to another worker";
      case Cancelled(CancelRequest request) -> "cancelled by " + request.by();
      case HandOver() -> "the service stops";
      case RunOverLimit(String reason) -> reason;
      case StepOverLimit(String reason) -> reason;
    };
  }
}
