package dev.upkeep.deploy.state;

import dev.upkeep.chassis.database.AgedRows;
import dev.upkeep.chassis.database.Columns;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.events.envelope.EventJson;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The records, in the service's own schema. */
final class StateRecords {

  static final AgedRows OLD =
      new AgedRows(
          "old records of systems",
          "DELETE FROM state_record WHERE recorded_at < :before ORDER BY recorded_at LIMIT :most");

  private final JdbcClient jdbc;

  StateRecords(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What was recorded, and when. */
  record Kept(Instant at, SystemState state) {}

  /** A run has one record; written again it is the same. */
  void put(TaskRunRef run, String name, Instant at, SystemState state) {
    jdbc.sql(
            """
            INSERT INTO state_record (run_id, system_name, name, runbook_run_id, recorded_at, content)
            VALUES (:run, :system, :name, :runbookRun, :at, :content)
            ON DUPLICATE KEY UPDATE recorded_at = VALUES(recorded_at), content = VALUES(content)
            """)
        .param("run", run.taskRunId().toString())
        .param("system", run.system())
        .param("name", name)
        .param("runbookRun", run.runbookRunId().toString())
        .param("at", Columns.of(at))
        .param("content", EventJson.mapper().writeValueAsString(state))
        .update();
  }

  /**
   * The latest earlier record of that name; one of the same run of the runbook before all others.
   */
  Optional<Kept> earlier(TaskRunRef run, String name) {
    return jdbc.sql(
            """
            SELECT recorded_at, content
              FROM state_record
             WHERE system_name = :system AND name = :name AND run_id <> :run
             ORDER BY runbook_run_id = :runbookRun DESC, recorded_at DESC
             LIMIT 1
            """)
        .param("system", run.system())
        .param("name", name)
        .param("run", run.taskRunId().toString())
        .param("runbookRun", run.runbookRunId().toString())
        .query((row, _) -> kept(Columns.instant(row, "recorded_at"), row.getString("content")))
        .optional();
  }

  private static Kept kept(Instant at, String content) {
    return new Kept(at, EventJson.mapper().readValue(content, SystemState.class));
  }
}
