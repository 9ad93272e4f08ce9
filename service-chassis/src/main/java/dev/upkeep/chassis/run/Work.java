package dev.upkeep.chassis.run;

import dev.upkeep.chassis.task.Step;
import dev.upkeep.chassis.task.UnrepeatableStep;
import java.time.Duration;

/**
 * A piece of a task's code as its supervisor sees it.
 *
 * @param name the step's name
 * @param limit how long it may take
 * @param silence how long it may say nothing
 * @param stoppable whether a cancellation, the run's limit or the service's stop ends it; where
 *     not, it comes to its end first
 */
record Work(String name, Duration limit, Duration silence, boolean stoppable) {
  private static final Duration LOOK = Duration.ofMinutes(10);

  static Work step(String name, Step step) {
    return new Work(name, step.limit(), step.silenceLimit(), !(step instanceof UnrepeatableStep));
  }

  static Work undo(String name, Step step) {
    return new Work(name, step.limit(), step.silenceLimit(), false);
  }

  /** A precheck, a probe, a plan, a question for items. */
  static Work look(String name) {
    return new Work(name, LOOK, LOOK, true);
  }
}
