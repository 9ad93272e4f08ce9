package dev.upkeep.chassis.task;

/**
 * May be run again whole after a crash: doing it twice is the same as doing it once, or its target
 * keeps the receipts that tell a repeat where to go on.
 */
public non-sealed interface RepeatableStep extends Step {

  /** For a dry run: what would be done, changing nothing. */
  Plan plan(StepContext context) throws Exception;
}
