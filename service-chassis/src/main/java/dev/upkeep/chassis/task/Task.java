package dev.upkeep.chassis.task;

import dev.upkeep.events.TaskDescription;

/**
 * One kind of upkeep. The first file of a task's package is its implementation of this interface:
 * {@link #steps()} lists the steps in order, by name, and reads like the procedure.
 *
 * <p>A task gets by its constructor what it works with (doors into the maintained system) and keeps
 * no state between runs: everything a later step or a later attempt needs is remembered through
 * {@link StepContext}.
 *
 * <p>A finished run's report holds the evidence of every step under the step's name, and as its own
 * summary the evidence of the last step that was done: let the last step sum up ({@code
 * CompareSizes}).
 */
public interface Task {

  /**
   * What others need to know of this task; the parameters' JSON Schema is checked before a run is
   * accepted, and its {@code default}s fill in the parameters that are not given.
   */
  TaskDescription description();

  /**
   * The record that holds the parameters. Its components carry the parameters' names in camel case
   * for the kebab case of the files ({@code lockWaitLimit} for {@code lock-wait-limit}).
   */
  Class<? extends Record> parameters();

  /** The steps in order. */
  Steps steps();

  /**
   * A look before the first step. Changes nothing. Also made in a dry run, and again when a run is
   * taken over before its first step was done.
   *
   * @throws Exception when the world is broken; counts as a retryable failure
   */
  default Precheck precheck(StepContext context) throws Exception {
    return Precheck.go();
  }

  /**
   * How many failures a run may have before it fails for good, at least 1. Failures that are worth
   * another try count; a worker that died or was stopped does not.
   */
  default int maxAttempts() {
    return 5;
  }
}
