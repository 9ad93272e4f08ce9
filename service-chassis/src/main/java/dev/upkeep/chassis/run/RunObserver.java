package dev.upkeep.chassis.run;

import dev.upkeep.events.TaskRunRef;

/**
 * Is told, on the run's own thread, whenever a run passes a boundary: for fault tests, which kill
 * the worker exactly there. Declared as a bean where it is wanted.
 */
@FunctionalInterface
public interface RunObserver {

  /**
   * The run passes a boundary.
   *
   * @param step the step's name; followed by {@code #} and the name of the place at a safe point;
   *     empty for boundaries of the whole run
   */
  void passes(TaskRunRef run, Boundary boundary, String step);

  /** Nobody watches. */
  static RunObserver none() {
    return (run, boundary, step) -> {};
  }
}
