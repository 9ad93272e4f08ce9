package dev.upkeep.scheduler.flow;

import dev.upkeep.events.RunReport;
import dev.upkeep.events.TaskSummary;
import dev.upkeep.scheduler.flow.TaskRun.Sending;
import dev.upkeep.scheduler.flow.TaskRun.Work;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A runbook run as it is shown. Instants are UTC.
 *
 * @param reason why it is in this state, where that needs saying
 * @param cancelRequestedBy who asked for it to stop
 * @param rerunOf the run that this one takes up again
 * @param version counts the changes
 * @param tasks in the order of the file; empty in lists
 */
public record RunView(
    UUID runbookRunId,
    String system,
    String runbook,
    String title,
    Instant scheduledFor,
    String triggeredBy,
    boolean dryRun,
    RunState state,
    @Nullable String reason,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String cancelRequestedBy,
    @Nullable UUID rerunOf,
    UUID correlationId,
    long version,
    List<TaskView> tasks) {

  /**
   * A task of the run.
   *
   * @param remedy what an operator can do about it, where it failed
   * @param question what a person has to find out, while it needs one
   * @param fraction of the whole task, 0 to 1
   * @param line what is happening, for people
   * @param remainingSeconds the worker's estimate
   * @param report steps and evidence, once it has ended
   */
  public record TaskView(
      UUID taskRunId,
      String task,
      String kind,
      String component,
      List<String> needs,
      Map<String, Object> parameters,
      TaskSummary.State state,
      @Nullable String reason,
      @Nullable String remedy,
      @Nullable String question,
      @Nullable Instant sentAt,
      @Nullable Instant startedAt,
      @Nullable Integer attempt,
      @Nullable String worker,
      @Nullable String step,
      @Nullable Double fraction,
      @Nullable String line,
      @Nullable Long remainingSeconds,
      @Nullable RunReport report) {

    static TaskView of(TaskRun task) {
      Sending sending = task.sending();
      Work work = task.work();
      return new TaskView(
          task.id(),
          task.name(),
          task.definition().kind(),
          task.definition().component(),
          task.definition().needs(),
          task.definition().parameters(),
          task.state(),
          task.reason(),
          task.remedy(),
          task.question(),
          sending == null ? null : sending.first(),
          work == null ? null : work.startedAt(),
          work == null ? null : work.attempt(),
          work == null ? null : work.worker(),
          work == null ? null : work.step(),
          work == null ? null : work.fraction(),
          work == null ? null : work.line(),
          work == null ? null : work.remainingSeconds(),
          task.report());
    }
  }

  static RunView of(RunbookRun run) {
    RunbookRun.Cancellation cancellation = run.cancellation();
    return new RunView(
        run.id(),
        run.ref().system(),
        run.ref().runbook(),
        run.ref().title(),
        run.ref().scheduledFor(),
        run.ref().triggeredBy(),
        run.ref().dryRun(),
        run.state(),
        run.reason(),
        run.startedAt(),
        run.endedAt(),
        cancellation == null ? null : cancellation.by(),
        run.rerunOf(),
        run.cause().correlationId(),
        run.version(),
        run.tasks().stream().map(TaskView::of).toList());
  }
}
