package dev.upkeep.chassis.task;

/**
 * Must not happen twice, and nobody but a person can tell whether it happened: a crash ends in
 * NEEDS_OPERATOR.
 */
public non-sealed interface UnrepeatableStep extends Step {

  /** What the person has to find out after a crash. */
  String question();

  /** For a dry run: what would be done, changing nothing. */
  Plan plan(StepContext context) throws Exception;
}
