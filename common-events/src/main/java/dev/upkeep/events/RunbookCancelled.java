package dev.upkeep.events;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person stopped the runbook run, and nothing of it goes on working.
 *
 * @param startedAt when its first task was sent, UTC; absent where none was
 * @param endedAt when the last of its tasks had stopped, UTC
 * @param requestedBy who asked
 * @param reason why
 * @param tasks how each task stands, in the order of the file
 */
public record RunbookCancelled(
    RunbookRunRef run,
    @Nullable Instant startedAt,
    Instant endedAt,
    String requestedBy,
    String reason,
    List<TaskSummary> tasks)
    implements RunbookEvent {
  public RunbookCancelled {
    tasks = List.copyOf(tasks);
  }
}
