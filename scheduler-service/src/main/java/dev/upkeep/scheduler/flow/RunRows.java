package dev.upkeep.scheduler.flow;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.events.RunReport;
import dev.upkeep.events.RunbookRunRef;
import dev.upkeep.events.TaskSummary;
import dev.upkeep.events.envelope.EventJson;
import dev.upkeep.scheduler.flow.RunbookRun.Cancellation;
import dev.upkeep.scheduler.flow.TaskRun.Sending;
import dev.upkeep.scheduler.flow.TaskRun.Work;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** How runs and their tasks stand in rows. */
final class RunRows {

  private RunRows() {}

  /** The definition as it will be read back, so that what was written equals what is read. */
  static RunDefinition asStored(RunDefinition definition) {
    return definition(EventJson.mapper().writeValueAsString(definition));
  }

  static MapSqlParameterSource parametersOfNew(RunbookRun run) {
    RunbookRunRef ref = run.ref();
    UUID rerunOf = run.rerunOf();
    return parameters(run)
        .addValue("system", ref.system())
        .addValue("runbook", ref.runbook())
        .addValue("title", ref.title())
        .addValue("scheduledFor", Columns.of(ref.scheduledFor()))
        .addValue("triggeredBy", ref.triggeredBy())
        .addValue("dryRun", ref.dryRun())
        .addValue("correlationId", run.cause().correlationId().toString())
        .addValue("traceparent", run.cause().traceparent())
        .addValue("definition", EventJson.mapper().writeValueAsString(run.definition()))
        .addValue("startedAt", Columns.of(run.startedAt()))
        .addValue("rerunOf", rerunOf == null ? null : rerunOf.toString());
  }

  static MapSqlParameterSource parameters(RunbookRun run) {
    return new MapSqlParameterSource("id", run.id().toString())
        .addValue("state", run.state().name())
        .addValue("reason", clipped(run.reason(), 2000))
        .addValue("endedAt", Columns.ofNullable(run.endedAt()))
        .addValue("watchAt", run.watchAt().map(Columns::of).orElse(null));
  }

  static MapSqlParameterSource parameters(TaskRun task) {
    Sending sending = task.sending();
    Work work = task.work();
    RunReport report = task.report();
    return new MapSqlParameterSource("id", task.id().toString())
        .addValue("task", task.name())
        .addValue("state", task.state().name())
        .addValue("reason", clipped(task.reason(), 2000))
        .addValue("remedy", clipped(task.remedy(), 2000))
        .addValue("sentAt", sending == null ? null : Columns.of(sending.first()))
        .addValue("lastSentAt", sending == null ? null : Columns.of(sending.last()))
        .addValue("startBefore", sending == null ? null : Columns.of(sending.startBefore()))
        .addValue("startedAt", work == null ? null : Columns.of(work.startedAt()))
        .addValue("attempt", work == null ? null : work.attempt())
        .addValue("worker", work == null ? null : clipped(work.worker(), 255))
        .addValue("step", work == null ? null : clipped(work.step(), 255))
        .addValue("fraction", work == null ? null : work.fraction())
        .addValue("line", work == null ? null : clipped(work.line(), 1000))
        .addValue("remainingSeconds", work == null ? null : work.remainingSeconds())
        .addValue("question", clipped(task.question(), 2000))
        .addValue("report", report == null ? null : EventJson.mapper().writeValueAsString(report))
        .addValue("lastSequence", task.lastSequence());
  }

  static RunbookRun run(ResultSet row, BiFunction<UUID, RunDefinition, List<TaskRun>> tasks)
      throws SQLException {
    UUID id = Columns.uuid(row, "id");
    RunDefinition definition = definition(row.getString("definition"));
    String cancelledBy = row.getString("cancelled_by");
    String rerunOf = row.getString("rerun_of");
    return new RunbookRun(
        new RunbookRunRef(
            id,
            row.getString("system"),
            row.getString("runbook"),
            row.getString("title"),
            Columns.instant(row, "scheduled_for"),
            row.getString("triggered_by"),
            row.getBoolean("dry_run")),
        new Cause(Columns.uuid(row, "correlation_id"), row.getString("traceparent")),
        definition,
        RunState.valueOf(row.getString("state")),
        row.getString("reason"),
        Columns.instant(row, "started_at"),
        Columns.instantOrNull(row, "ended_at"),
        cancelledBy == null ? null : new Cancellation(cancelledBy, row.getString("cancel_reason")),
        rerunOf == null ? null : UUID.fromString(rerunOf),
        tasks.apply(id, definition),
        row.getLong("version"));
  }

  static TaskRun task(ResultSet row, RunDefinition definition) throws SQLException {
    String report = row.getString("report");
    return new TaskRun(
        Columns.uuid(row, "task_run_id"),
        definition.tasks().get(row.getInt("position")),
        TaskSummary.State.valueOf(row.getString("state")),
        row.getString("reason"),
        row.getString("remedy"),
        sending(row),
        work(row),
        row.getString("question"),
        report == null ? null : EventJson.mapper().readValue(report, RunReport.class),
        row.getLong("last_sequence"));
  }

  private static @Nullable Sending sending(ResultSet row) throws SQLException {
    Instant first = Columns.instantOrNull(row, "sent_at");
    return first == null
        ? null
        : new Sending(
            first, Columns.instant(row, "last_sent_at"), Columns.instant(row, "start_before"));
  }

  private static @Nullable Work work(ResultSet row) throws SQLException {
    Instant startedAt = Columns.instantOrNull(row, "started_at");
    if (startedAt == null) {
      return null;
    }
    return new Work(
        startedAt,
        row.getInt("attempt"),
        row.getString("worker"),
        row.getString("step"),
        row.getDouble("fraction"),
        row.getString("line"),
        row.getObject("remaining_seconds", Long.class));
  }

  private static RunDefinition definition(String json) {
    return EventJson.mapper().readValue(json, RunDefinition.class);
  }

  private static @Nullable String clipped(@Nullable String text, int most) {
    return text == null || text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
