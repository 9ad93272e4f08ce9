package dev.upkeep.chassis.run;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.chassis.run.TaskRun.CancelRequest;
import dev.upkeep.chassis.run.TaskRun.Failure;
import dev.upkeep.chassis.run.TaskRun.Question;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.RunReport;
import dev.upkeep.events.TaskDescription.Access;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.events.envelope.EventJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/**
 * The rows of task runs. Whatever a worker writes goes through {@link #held}, which locks the row
 * and refuses a fence that is no longer the run's.
 */
final class TaskRuns {
  private static final TypeReference<Map<String, Object>> PARAMETERS = new TypeReference<>() {};

  private final JdbcClient jdbc;

  TaskRuns(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Records a run; false if it is there already. */
  boolean accept(MaintenanceDue due, Cause cause, Access access, Instant now) {
    TaskRunRef ref = due.run();
    if (find(ref.taskRunId()).isPresent()) {
      return false;
    }
    try {
      jdbc.sql(
              """
              INSERT INTO task_run (run_id, runbook_run_id, system_name, runbook, task, kind, component, dry_run,
                  access, parameters, system_hash, correlation_id, traceparent, triggered_by, scheduled_for,
                  start_before, run_limit_s, state, claimable_at, accepted_at)
              VALUES (:runId, :runbookRunId, :system, :runbook, :task, :kind, :component, :dryRun,
                  :access, :parameters, :systemHash, :correlationId, :traceparent, :triggeredBy, :scheduledFor,
                  :startBefore, :runLimit, 'ACCEPTED', utc_timestamp(6), :now)
              """)
          .param("runId", ref.taskRunId().toString())
          .param("runbookRunId", ref.runbookRunId().toString())
          .param("system", ref.system())
          .param("runbook", ref.runbook())
          .param("task", ref.task())
          .param("kind", ref.kind())
          .param("component", ref.component())
          .param("dryRun", ref.dryRun())
          .param("access", access.name())
          .param("parameters", json(due.parameters()))
          .param("systemHash", due.systemHash())
          .param("correlationId", cause.correlationId().toString())
          .param("traceparent", cause.traceparent())
          .param("triggeredBy", due.triggeredBy())
          .param("scheduledFor", Columns.of(due.scheduledFor()))
          .param("startBefore", Columns.of(due.startBefore()))
          .param("runLimit", due.runLimitSeconds())
          .param("now", Columns.of(now))
          .update();
      return true;
    } catch (DuplicateKeyException toldTwiceAtOnce) {
      return false;
    }
  }

  Optional<TaskRun> find(UUID id) {
    return jdbc.sql("SELECT * FROM task_run WHERE run_id = :id")
        .param("id", id.toString())
        .query(TaskRuns::read)
        .optional();
  }

  /** Locks the run's row, whoever holds the run. */
  Optional<TaskRun> lock(UUID id) {
    return jdbc.sql("SELECT * FROM task_run WHERE run_id = :id FOR UPDATE")
        .param("id", id.toString())
        .query(TaskRuns::read)
        .optional();
  }

  /**
   * Locks the run's row for a write of the worker that holds it.
   *
   * @throws LeaseLost if the run has another fence by now
   */
  TaskRun held(UUID id, long fence) {
    return jdbc.sql("SELECT * FROM task_run WHERE run_id = :id AND fence = :fence FOR UPDATE")
        .param("id", id.toString())
        .param("fence", fence)
        .query(TaskRuns::read)
        .optional()
        .orElseThrow(() -> new LeaseLost(id, fence));
  }

  /** A worker begins an attempt. */
  void start(TaskRun run, RunMove move, Instant now) {
    RunState state = RunStates.require(run.state(), move);
    write(
        jdbc.sql(
                """
                UPDATE task_run
                   SET state = :state, attempt = attempt + 1, first_started_at = coalesce(first_started_at, :now)
                 WHERE run_id = :id AND fence = :fence
                """)
            .param("state", state.name())
            .param("now", Columns.of(now)),
        run);
  }

  /** The list of steps that begins, or goes on with, the work. */
  void pinSteps(TaskRun run, int version) {
    write(
        jdbc.sql(
                "UPDATE task_run SET steps_version = :version WHERE run_id = :id AND fence = :fence")
            .param("version", version),
        run);
  }

  /** A step has ended: the workers lost before do not count any more. */
  void forgiveCrashes(TaskRun run) {
    if (run.crashes() > 0) {
      write(jdbc.sql("UPDATE task_run SET crashes = 0 WHERE run_id = :id AND fence = :fence"), run);
    }
  }

  void progress(
      TaskRun run, String step, double fraction, String line, @Nullable Long remainingSeconds) {
    write(
        jdbc.sql(
                """
                UPDATE task_run
                   SET progress_step = left(:step, 400), progress_fraction = :fraction,
                       progress_line = left(:line, 1000), progress_remaining_s = :remaining
                 WHERE run_id = :id AND fence = :fence
                """)
            .param("step", step)
            .param("fraction", fraction)
            .param("line", line)
            .param("remaining", remainingSeconds),
        run);
  }

  /** Gives the run back, to be claimed again after a wait. */
  void release(TaskRun run, Duration wait, boolean failed) {
    write(
        jdbc.sql(
                """
                UPDATE task_run
                   SET owner = NULL, failures = failures + :failed,
                       claimable_at = utc_timestamp(6) + INTERVAL :wait MICROSECOND
                 WHERE run_id = :id AND fence = :fence
                """)
            .param("failed", failed ? 1 : 0)
            .param("wait", wait.toNanos() / 1000),
        run);
  }

  /** Settles that the run fails or is cancelled, before anything is undone. */
  void settle(TaskRun run, Failure failure) {
    write(
        jdbc.sql("UPDATE task_run SET failure = :failure WHERE run_id = :id AND fence = :fence")
            .param("failure", json(failure)),
        run);
  }

  /**
   * Waits for a person. The component stays claimed: nobody knows in what state it is. The fence
   * grows, so that a step that did not stop cannot write its end any more.
   */
  void ask(TaskRun run, Question question) {
    RunState state = RunStates.require(run.state(), RunMove.ASK);
    write(
        jdbc.sql(
                """
                UPDATE task_run
                   SET state = :state, question = :question, asked_at = utc_timestamp(6), owner = NULL, fence = fence + 1,
                       claimable_at = '9999-12-31'
                 WHERE run_id = :id AND fence = :fence
                """)
            .param("state", state.name())
            .param("question", json(question)),
        run);
  }

  /** A person has answered: any worker goes on, and whoever held the run before cannot. */
  void resolve(TaskRun run, @Nullable Integer stepsVersion, @Nullable Failure failure) {
    RunState state = RunStates.require(run.state(), RunMove.RESOLVE);
    write(
        jdbc.sql(
                """
                UPDATE task_run
                   SET state = :state, question = NULL, crashes = 0, steps_version = :version, failure = :failure,
                       waited_ms = waited_ms
                         + greatest(0, coalesce(timestampdiff(MICROSECOND, asked_at, utc_timestamp(6)), 0) DIV 1000),
                       asked_at = NULL, fence = fence + 1, claimable_at = utc_timestamp(6)
                 WHERE run_id = :id AND fence = :fence
                """)
            .param("state", state.name())
            .param("version", stepsVersion)
            .param("failure", failure == null ? null : json(failure)),
        run);
  }

  void requestCancel(TaskRun run, CancelRequest cancel) {
    write(
        jdbc.sql(
                """
                UPDATE task_run SET cancel_requested_by = left(:by, 200), cancel_reason = left(:reason, 2000)
                 WHERE run_id = :id AND fence = :fence
                """)
            .param("by", cancel.by())
            .param("reason", cancel.reason()),
        run);
  }

  /** A run between two attempts need not wait for the next one. */
  void hurry(TaskRun run) {
    write(
        jdbc.sql(
            """
            UPDATE task_run SET claimable_at = utc_timestamp(6)
             WHERE run_id = :id AND fence = :fence AND state = 'RUNNING' AND owner IS NULL
            """),
        run);
  }

  /** The run reaches its end, and lets its component go. */
  void end(TaskRun run, RunMove move, RunReport report) {
    RunState state = RunStates.require(run.state(), move);
    letComponentGo(run.id());
    write(
        jdbc.sql(
                """
                UPDATE task_run
                   SET state = :state, report = :report, ended_at = :ended, owner = NULL, holds_component = FALSE,
                       claimable_at = '9999-12-31'
                 WHERE run_id = :id AND fence = :fence
                """)
            .param("state", state.name())
            .param("report", json(report))
            .param("ended", Columns.of(report.endedAt())),
        run);
  }

  private void letComponentGo(UUID id) {
    jdbc.sql(
            """
            UPDATE component_claim c JOIN task_run r ON r.system_name = c.system_name AND r.component = c.component
               SET c.writer = IF(r.access = 'WRITES', NULL, c.writer),
                   c.readers = c.readers - IF(r.access = 'READS', 1, 0)
             WHERE r.run_id = :id AND r.holds_component
            """)
        .param("id", id.toString())
        .update();
  }

  private static void write(JdbcClient.StatementSpec statement, TaskRun run) {
    statement.param("id", run.id().toString()).param("fence", run.fence()).update();
  }

  private static String json(Object value) {
    return EventJson.mapper().writeValueAsString(value);
  }

  static TaskRun read(ResultSet row, int index) throws SQLException {
    return new TaskRun(
        new TaskRunRef(
            Columns.uuid(row, "run_id"),
            Columns.uuid(row, "runbook_run_id"),
            row.getString("system_name"),
            row.getString("runbook"),
            row.getString("task"),
            row.getString("kind"),
            row.getString("component"),
            row.getBoolean("dry_run")),
        EventJson.mapper().readValue(row.getString("parameters"), PARAMETERS),
        row.getString("system_hash"),
        new Cause(Columns.uuid(row, "correlation_id"), row.getString("traceparent")),
        Columns.instant(row, "start_before"),
        Duration.ofSeconds(row.getLong("run_limit_s")),
        row.getObject("steps_version", Integer.class),
        RunState.valueOf(row.getString("state")),
        row.getInt("attempt"),
        row.getInt("failures"),
        row.getInt("crashes"),
        row.getString("owner"),
        row.getLong("fence"),
        Columns.instantOrNull(row, "first_started_at"),
        Duration.ofMillis(row.getLong("waited_ms")),
        row.getString("cancel_requested_by") == null
            ? null
            : new CancelRequest(
                row.getString("cancel_requested_by"), row.getString("cancel_reason")),
        readJson(row.getString("failure"), Failure.class),
        readJson(row.getString("question"), Question.class));
  }

  private static <T> @Nullable T readJson(@Nullable String json, Class<T> type) {
    return json == null ? null : EventJson.mapper().readValue(json, type);
  }
}
