package dev.upkeep.system.database;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepOutcome;

/**
 * Why work on a database or a cache cannot go on, for people. It unwinds the work; the door ({@link
 * TargetDatabases}, {@code TargetCaches}) turns it into the outcome of the step. Never holds a
 * secret.
 */
public final class TargetProblem extends Exception {

  private final String reason;
  private final String remedy;
  private final boolean retryable;
  private final boolean open;

  private TargetProblem(String reason, String remedy, boolean retryable, boolean open) {
    super(reason + " " + remedy);
    this.reason = reason;
    this.remedy = remedy;
    this.retryable = retryable;
    this.open = open;
  }

  /** It will not go away by itself. */
  public static TargetProblem lasting(String reason, String remedy) {
    return new TargetProblem(reason, remedy, false, false);
  }

  /** It may be gone later. */
  public static TargetProblem passing(String reason, String remedy) {
    return new TargetProblem(reason, remedy, true, false);
  }

  /** The connection was lost: what was asked of the server may or may not have happened. */
  public static TargetProblem lost(String reason, String remedy) {
    return new TargetProblem(reason, remedy, true, true);
  }

  public String reason() {
    return reason;
  }

  public String remedy() {
    return remedy;
  }

  public boolean retryable() {
    return retryable;
  }

  /** Whether it is not known if the last statement took effect. */
  public boolean open() {
    return open;
  }

  /** As the end of a step. */
  public StepOutcome asOutcome() {
    return new StepOutcome.Failed(reason, remedy, retryable);
  }

  /** As the answer of a precheck. */
  public Precheck asPrecheck() {
    return new Precheck.Fail(reason, remedy, retryable);
  }
}
