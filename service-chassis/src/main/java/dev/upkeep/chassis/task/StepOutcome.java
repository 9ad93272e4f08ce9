package dev.upkeep.chassis.task;

import dev.upkeep.events.Evidence;

/** How a step ended. */
public sealed interface StepOutcome {
  /** The effect was observed; the evidence proves it. */
  record Done(Evidence evidence) implements StepOutcome {}

  /** There was nothing to do. */
  record Skipped(String reason, Evidence evidence) implements StepOutcome {}

  /**
   * The step could not do its work.
   *
   * @param reason what went wrong, for people; never holds a secret
   * @param remedy what an operator can do about it
   * @param retryable whether trying again later may help
   */
  record Failed(String reason, String remedy, boolean retryable) implements StepOutcome {}

  static StepOutcome done(Evidence evidence) {
    return new Done(evidence);
  }

  static StepOutcome skipped(String reason) {
    return new Skipped(reason, Evidence.none());
  }

  static StepOutcome failed(String reason, String remedy) {
    return new Failed(reason, remedy, false);
  }

  static StepOutcome failedForNow(String reason, String remedy) {
    return new Failed(reason, remedy, true);
  }
}
