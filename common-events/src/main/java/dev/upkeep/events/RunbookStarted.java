package dev.upkeep.events;

import java.util.List;

/**
 * The runbook run has begun: its first tasks are on their way.
 *
 * @param tasks the names of its tasks, in the order of the file
 */
public record RunbookStarted(RunbookRunRef run, List<String> tasks) implements RunbookEvent {
  public RunbookStarted {
    tasks = List.copyOf(tasks);
  }
}
