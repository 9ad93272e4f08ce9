package dev.upkeep.database.capacity;

import dev.upkeep.events.TaskRunRef;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The history of sizes, in the service's own schema: one point a day for each table. */
final class CapacityPoints {

  private final JdbcClient jdbc;

  CapacityPoints(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * How large something was.
   *
   * @param day in UTC
   */
  record Point(LocalDate day, long rows, long bytes) {}

  /** The last measurement of a day counts. */
  void put(TaskRunRef run, LocalDate day, MeasureSizes.Size size) {
    jdbc.sql(
            """
            INSERT INTO capacity_point (system_name, component, table_name, day, row_count, bytes)
            VALUES (:system, :component, :table, :day, :rows, :bytes)
            ON DUPLICATE KEY UPDATE row_count = VALUES(row_count), bytes = VALUES(bytes)
            """)
        .param("system", run.system())
        .param("component", run.component())
        .param("table", size.table())
        .param("day", Date.valueOf(day))
        .param("rows", size.rows())
        .param("bytes", size.bytes())
        .update();
  }

  int forgetBefore(TaskRunRef run, LocalDate day) {
    return jdbc.sql(
            """
            DELETE FROM capacity_point
             WHERE system_name = :system AND component = :component AND day < :day
            """)
        .param("system", run.system())
        .param("component", run.component())
        .param("day", Date.valueOf(day))
        .update();
  }

  /** Each table's points since a day, the oldest first. */
  Map<String, List<Point>> since(TaskRunRef run, LocalDate day) {
    Map<String, List<Point>> points = new LinkedHashMap<>();
    jdbc.sql(
            """
            SELECT table_name, day, row_count, bytes FROM capacity_point
             WHERE system_name = :system AND component = :component AND day >= :day
             ORDER BY table_name, day
            """)
        .param("system", run.system())
        .param("component", run.component())
        .param("day", Date.valueOf(day))
        .query(
            row -> {
              points
                  .computeIfAbsent(row.getString("table_name"), table -> new ArrayList<>())
                  .add(
                      new Point(
                          row.getObject("day", LocalDate.class),
                          row.getLong("row_count"),
                          row.getLong("bytes")));
            });
    return points;
  }
}
