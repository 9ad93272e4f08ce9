package dev.upkeep.scheduler.flow;

import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.events.Ids;
import dev.upkeep.events.RunbookRunRef;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.events.TaskSummary;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of a runbook.
 *
 * @param reason why it is in this state, where that needs saying
 * @param startedAt when it was made
 * @param cancellation who asked for it to stop
 * @param rerunOf the run that this one takes up again
 * @param version counts the changes
 */
record RunbookRun(
    RunbookRunRef ref,
    Cause cause,
    RunDefinition definition,
    RunState state,
    @Nullable String reason,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Cancellation cancellation,
    @Nullable UUID rerunOf,
    List<TaskRun> tasks,
    long version) {

  RunbookRun {
    tasks = List.copyOf(tasks);
    if (state.isEnd() != (endedAt != null)) {
      throw new IllegalArgumentException(state + " with an end at " + endedAt);
    }
  }

  /** A person's wish that the run stop. */
  record Cancellation(String by, String reason) {}

  /** A new run, nothing sent yet. */
  static RunbookRun planned(RunbookRunRef ref, Cause cause, RunDefinition definition, Instant now) {
    List<TaskRun> tasks =
        definition.tasks().stream()
            .map(task -> TaskRun.waiting(Ids.taskRun(ref.runbookRunId(), task.name()), task))
            .toList();
    return new RunbookRun(
        ref, cause, definition, RunState.PLANNED, null, now, null, null, null, tasks, 0);
  }

  UUID id() {
    return ref.runbookRunId();
  }

  Optional<TaskRun> task(String name) {
    return tasks.stream().filter(task -> task.name().equals(name)).findFirst();
  }

  List<TaskSummary> summaries() {
    return tasks.stream().map(TaskRun::summary).toList();
  }

  /** The earliest instant at which somebody has to look after a task. */
  Optional<Instant> watchAt() {
    return tasks.stream().flatMap(task -> task.watchAt().stream()).min(Comparator.naturalOrder());
  }

  TaskRunRef refOf(TaskRun task) {
    return new TaskRunRef(
        task.id(),
        id(),
        ref.system(),
        ref.runbook(),
        task.name(),
        task.definition().kind(),
        task.definition().component(),
        ref.dryRun());
  }

  /** The run again in another state; a move that the table does not know is our own mistake. */
  RunbookRun in(RunState next, @Nullable String why, Instant now) {
    if (next != state && !RunTransitions.allows(state, next)) {
      throw new IllegalStateException("run " + id() + " cannot go from " + state + " to " + next);
    }
    return new RunbookRun(
        ref,
        cause,
        definition,
        next,
        why,
        startedAt,
        next.isEnd() ? now : null,
        cancellation,
        rerunOf,
        tasks,
        version);
  }

  RunbookRun with(List<TaskRun> moved) {
    return new RunbookRun(
        ref,
        cause,
        definition,
        state,
        reason,
        startedAt,
        endedAt,
        cancellation,
        rerunOf,
        moved,
        version);
  }

  RunbookRun asked(Cancellation toStop) {
    return new RunbookRun(
        ref, cause, definition, state, reason, startedAt, endedAt, toStop, rerunOf, tasks, version);
  }

  RunbookRun takingUp(UUID earlier, List<TaskRun> carriedOver) {
    return new RunbookRun(
        ref,
        cause,
        definition,
        state,
        reason,
        startedAt,
        endedAt,
        cancellation,
        earlier,
        carriedOver,
        version);
  }
}
