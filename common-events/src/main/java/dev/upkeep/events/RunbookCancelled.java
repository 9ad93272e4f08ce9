package dev.upkeep.events;

import java.time.Instant;
import java.util.List;

/** A person stopped the runbook run, and nothing of it goes on working. */
public record RunbookCancelled(
    RunbookRunRef run,
    Instant startedAt,
    Instant endedAt,
    String requestedBy,
    String reason,
    List<TaskSummary> tasks)
    implements RunbookEvent {
  public RunbookCancelled {
    tasks = List.copyOf(tasks);
  }
}
