package dev.upkeep.database.optimize;

import dev.upkeep.events.TaskRunRef;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When tables were last looked through for damage, in the service's own schema. */
final class TableChecks {

  private final JdbcClient jdbc;

  TableChecks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The last look at a table that came to its end.
   *
   * @param tookMillis how long it took
   */
  record Check(String table, Instant at, long tookMillis, boolean damaged) {}

  /** The last check of each table. */
  Map<String, Check> of(TaskRunRef run) {
    Map<String, Check> checks = new LinkedHashMap<>();
    jdbc.sql(
            """
            SELECT table_name, checked_at, took_millis, damaged FROM table_check
             WHERE system_name = :system AND component = :component
            """)
        .param("system", run.system())
        .param("component", run.component())
        .query(
            row -> {
              String table = row.getString("table_name");
              checks.put(
                  table,
                  new Check(
                      table,
                      row.getObject("checked_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                      row.getLong("took_millis"),
                      row.getBoolean("damaged")));
            });
    return checks;
  }

  void put(TaskRunRef run, Check check) {
    jdbc.sql(
            """
            INSERT INTO table_check (system_name, component, table_name, checked_at, took_millis, damaged)
            VALUES (:system, :component, :table, :at, :took, :damaged)
            ON DUPLICATE KEY UPDATE
              checked_at = VALUES(checked_at), took_millis = VALUES(took_millis), damaged = VALUES(damaged)
            """)
        .param("system", run.system())
        .param("component", run.component())
        .param("table", check.table())
        .param("at", LocalDateTime.ofInstant(check.at(), ZoneOffset.UTC))
        .param("took", check.tookMillis())
        .param("damaged", check.damaged())
        .update();
  }

  void forget(TaskRunRef run, String table) {
    jdbc.sql(
            """
            DELETE FROM table_check
             WHERE system_name = :system AND component = :component AND table_name = :table
            """)
        .param("system", run.system())
        .param("component", run.component())
        .param("table", table)
        .update();
  }
}
