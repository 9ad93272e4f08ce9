package dev.upkeep.database.reclaim;

import dev.upkeep.events.TaskRunRef;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rebuilds of earlier runs, in the service's own schema. */
public final class RebuildHistory {

  /** Of the newest so many the next estimates learn. */
  private static final int LESSONS = 200;

  private static final int KEPT_DAYS = 800;

  private final JdbcClient jdbc;

  public RebuildHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What the rebuilds on a run's database teach. */
  Lessons lessons(TaskRunRef run) {
    return new Lessons(
        jdbc.sql(
                """
                SELECT table_name, before_bytes, modelled_bytes, predicted_bytes, after_bytes,
                       expected_millis, took_millis
                  FROM rebuild_history
                 WHERE system_name = :system AND component = :component
                 ORDER BY rebuilt_at DESC
                 LIMIT :most
                """)
            .param("system", run.system())
            .param("component", run.component())
            .param("most", LESSONS)
            .query(
                (row, number) ->
                    new PastRebuild(
                        row.getString("table_name"),
                        row.getLong("before_bytes"),
                        row.getLong("modelled_bytes"),
                        row.getLong("predicted_bytes"),
                        row.getLong("after_bytes"),
                        Optional.ofNullable(row.getObject("expected_millis", Long.class)),
                        row.getLong("took_millis")))
            .list());
  }

  /** Keeps a rebuild of a run; the same one again changes nothing. */
  void add(TaskRunRef run, PastRebuild rebuild, Instant now) {
    jdbc.sql(
            """
            INSERT INTO rebuild_history
              (system_name, component, table_name, run_id, rebuilt_at, before_bytes, modelled_bytes,
               predicted_bytes, after_bytes, expected_millis, took_millis)
            VALUES (:system, :component, :table, :run, :at, :before, :modelled,
                    :predicted, :after, :expected, :took)
            ON DUPLICATE KEY UPDATE run_id = run_id
            """)
        .param("system", run.system())
        .param("component", run.component())
        .param("table", rebuild.table())
        .param("run", run.taskRunId().toString())
        .param("at", LocalDateTime.ofInstant(now, ZoneOffset.UTC))
        .param("before", rebuild.beforeBytes())
        .param("modelled", rebuild.modelledBytes())
        .param("predicted", rebuild.predictedBytes())
        .param("after", rebuild.afterBytes())
        .param("expected", rebuild.expectedMillis().orElse(null))
        .param("took", rebuild.tookMillis())
        .update();
  }

  void forgetOld(TaskRunRef run, Instant now) {
    jdbc.sql(
            """
            DELETE FROM rebuild_history
             WHERE system_name = :system AND component = :component AND rebuilt_at < :oldest
            """)
        .param("system", run.system())
        .param("component", run.component())
        .param("oldest", LocalDateTime.ofInstant(now, ZoneOffset.UTC).minusDays(KEPT_DAYS))
        .update();
  }
}
