package dev.upkeep.database.cleanup;

import dev.upkeep.system.database.TargetProblem;

/**
 * What was copied is not what was deleted. Either the application has changed old rows in between,
 * or a trigger changes them always. Unwinds the transaction.
 */
final class RowsDiffer extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient TargetProblem problem;

  RowsDiffer(TargetProblem problem) {
    super(problem);
    this.problem = problem;
  }

  /** What to tell people if it does not go away. */
  TargetProblem problem() {
    return problem;
  }
}
