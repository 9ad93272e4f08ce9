package dev.upkeep.chassis.task;

import java.time.Duration;

/**
 * One action of a task, named as an order ({@code RebuildTable}). Which of the four kinds it is
 * says what may happen after a crash between its intent and its end.
 *
 * <p>A step that is asked to stop ({@link StepContext#safePoint}) throws what it is given to throw
 * and leaves its target in a state that a repeat, a probe or an undo can deal with.
 */
public sealed interface Step permits LookingStep, RepeatableStep, CheckableStep, UnrepeatableStep {

  /** In kebab case, unique within the task: {@code estimate-reclaim}. */
  String name();

  /**
   * Does the work and observes that it is done.
   *
   * @throws Exception when the world is broken; counts as a retryable failure with the exception's
   *     message, and whether the effect happened is open: before the next attempt a checkable step
   *     is probed, and an unrepeatable one needs an operator
   */
  StepOutcome run(StepContext context) throws Exception;

  /** How long the step may take; then it is interrupted and counts as failed for now. */
  default Duration limit() {
    return Duration.ofHours(1);
  }

  /**
   * How long the step may be silent, without progress or a safe point, before it counts as hung.
   */
  default Duration silenceLimit() {
    return Duration.ofMinutes(10);
  }
}
