package dev.upkeep.events;

import java.time.Instant;
import java.util.List;

/**
 * At least one task failed, and none is running any more.
 *
 * @param reason which task failed and why
 */
public record RunbookFailed(
    RunbookRunRef run, Instant startedAt, Instant endedAt, String reason, List<TaskSummary> tasks)
    implements RunbookEvent {
  public RunbookFailed {
    tasks = List.copyOf(tasks);
  }
}
