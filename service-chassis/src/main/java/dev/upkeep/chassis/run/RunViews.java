package dev.upkeep.chassis.run;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.run.TaskRun.CancelRequest;
import dev.upkeep.chassis.run.TaskRun.Failure;
import dev.upkeep.chassis.run.TaskRun.Question;
import dev.upkeep.events.RunReport;
import dev.upkeep.events.RunReport.StepReport;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.events.envelope.EventJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Task runs as people look at them. */
final class RunViews {
  private static final int NEWEST = 200;

  private final JdbcClient jdbc;
  private final StepJournals journals;

  RunViews(JdbcClient jdbc, StepJournals journals) {
    this.jdbc = jdbc;
    this.journals = journals;
  }

  /**
   * A run at a glance.
   *
   * @param worker the instance that holds it at this moment
   */
  record Glance(
      TaskRunRef run,
      RunState state,
      int attempt,
      int failures,
      @Nullable String worker,
      Instant acceptedAt,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable String step,
      @Nullable Double fraction,
      @Nullable String line) {}

  /** A run with all that is known of it. */
  record Whole(
      Glance glance,
      List<StepReport> steps,
      @Nullable Question question,
      @Nullable Failure failure,
      @Nullable CancelRequest cancelRequest,
      @Nullable RunReport report) {}

  /** The newest runs, at most 200. */
  List<Glance> newest() {
    return jdbc.sql("SELECT * FROM task_run ORDER BY accepted_at DESC LIMIT :limit")
        .param("limit", NEWEST)
        .query(RunViews::glance)
        .list();
  }

  Optional<Whole> find(UUID id) {
    return jdbc.sql("SELECT * FROM task_run WHERE run_id = :id")
        .param("id", id.toString())
        .query(this::whole)
        .optional();
  }

  private Whole whole(ResultSet row, int index) throws SQLException {
    TaskRun run = TaskRuns.read(row, index);
    String report = row.getString("report");
    return new Whole(
        glance(row, index),
        new Journal(journals.of(run.id())).reports(),
        run.question(),
        run.failure(),
        run.cancel(),
        report == null ? null : EventJson.mapper().readValue(report, RunReport.class));
  }

  private static Glance glance(ResultSet row, int index) throws SQLException {
    TaskRun run = TaskRuns.read(row, index);
    return new Glance(
        run.ref(),
        run.state(),
        run.attempt(),
        run.failures(),
        Optional.ofNullable(run.owner())
            .flatMap(WorkerIdentity::read)
            .map(WorkerIdentity::instance)
            .orElse(null),
        Columns.instant(row, "accepted_at"),
        run.firstStartedAt(),
        Columns.instantOrNull(row, "ended_at"),
        row.getString("progress_step"),
        row.getObject("progress_fraction", Double.class),
        row.getString("progress_line"));
  }
}
