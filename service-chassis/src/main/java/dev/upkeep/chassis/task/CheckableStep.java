package dev.upkeep.chassis.task;

/** After a crash a look at the target tells whether the effect happened. */
public non-sealed interface CheckableStep extends Step {

  /** Looks at the target; changes nothing. */
  Probe probe(StepContext context) throws Exception;

  /** For a dry run: what would be done, changing nothing. */
  Plan plan(StepContext context) throws Exception;
}
