package dev.upkeep.events;

import java.time.Instant;
import java.util.List;

/** Every task completed or had nothing to do. */
public record RunbookCompleted(
    RunbookRunRef run, Instant startedAt, Instant endedAt, List<TaskSummary> tasks)
    implements RunbookEvent {
  public RunbookCompleted {
    tasks = List.copyOf(tasks);
  }
}
