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

  /**
   * The step is a person's yes, and somebody has to give it: the run waits in NEEDS_OPERATOR. A yes
   * ({@code HAPPENED}) counts the step as done, with who gave it, when and why as its evidence; a
   * no ({@code DID_NOT_HAPPEN}) cancels the run; {@code REPEAT} runs the step again, which asks
   * anew.
   *
   * @param plan what will be done if the answer is yes, with everything that will be lost
   * @param question what the person has to make sure of
   */
  record NeedsApproval(String plan, String question) implements StepOutcome {}

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
