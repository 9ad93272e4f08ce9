package dev.upkeep.chassis.run;

import dev.upkeep.chassis.run.TaskRun.Failure;
import dev.upkeep.chassis.run.TaskRun.Question;

/** Why an attempt goes no further. Thrown through the list of steps to where the attempt ends. */
final class Leave extends Exception {

  /** What becomes of the run. */
  sealed interface How {
    /** It waits for its next attempt. */
    record TryAgain(String step, String reason, String remedy) implements How {}

    /** It fails, or is cancelled, after its undos. */
    record GiveUp(Failure failure) implements How {}

    /** It waits for a person. */
    record AskOperator(Question question) implements How {}

    /** Another worker goes on; nothing counts against the run. */
    record HandOver() implements How {}
  }

  private final transient How how;

  Leave(How how) {
    super("the attempt ends here", null, false, false);
    this.how = how;
  }

  How how() {
    return how;
  }

  static Leave tryAgain(String step, String reason, String remedy) {
    return new Leave(new How.TryAgain(step, reason, remedy));
  }

  static Leave giveUp(String step, String reason, String remedy) {
    return new Leave(new How.GiveUp(new Failure(step, reason, remedy, null)));
  }

  static Leave askApproval(String step, String plan, String question) {
    return new Leave(
        new How.AskOperator(new Question(Question.About.APPROVAL, step, plan, question)));
  }

  static Leave ask(String step, String reason, String question) {
    return new Leave(
        new How.AskOperator(new Question(Question.About.STEP, step, reason, question)));
  }
}
