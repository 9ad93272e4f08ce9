package dev.upkeep.events;

import java.util.List;

/**
 * A worker has begun an attempt.
 *
 * @param attempt 1 for the first; higher after a retry or when a worker took over from one that
 *     died
 * @param worker the instance that does the work
 * @param takenOver whether another worker had started this run and went silent
 * @param steps the names of the steps in order, as far as they are known
 */
public record MaintenanceStarted(
    TaskRunRef run, int attempt, String worker, boolean takenOver, List<String> steps)
    implements RunEvent {
  public MaintenanceStarted {
    steps = List.copyOf(steps);
  }
}
