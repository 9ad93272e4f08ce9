package dev.upkeep.database.capacity;

import dev.upkeep.events.TaskRunRef;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The history of memory and processor, in the service's own schema: one point a day. */
final class ServerPoints {

  private final JdbcClient jdbc;

  ServerPoints(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What a server used.
   *
   * @param day in UTC
   * @param cpuSeconds since it started
   */
  record Point(LocalDate day, long memoryBytes, Optional<Double> cpuSeconds, long uptimeSeconds) {}

  /** The last measurement of a day counts. */
  void put(TaskRunRef run, LocalDate day, ServerFigures figures) {
    jdbc.sql(
            """
            INSERT INTO server_point
              (system_name, component, day, memory_bytes, cpu_seconds, uptime_seconds)
            VALUES (:system, :component, :day, :memory, :cpu, :uptime)
            ON DUPLICATE KEY UPDATE memory_bytes = VALUES(memory_bytes),
              cpu_seconds = VALUES(cpu_seconds), uptime_seconds = VALUES(uptime_seconds)
            """)
        .param("system", run.system())
        .param("component", run.component())
        .param("day", Date.valueOf(day))
        .param("memory", figures.memoryBytes())
        .param("cpu", figures.cpuSeconds().orElse(null))
        .param("uptime", figures.uptimeSeconds())
        .update();
  }

  int forgetBefore(TaskRunRef run, LocalDate day) {
    return jdbc.sql(
            """
            DELETE FROM server_point
             WHERE system_name = :system AND component = :component AND day < :day
            """)
        .param("system", run.system())
        .param("component", run.component())
        .param("day", Date.valueOf(day))
        .update();
  }

  /** The oldest first. */
  List<Point> since(TaskRunRef run, LocalDate day) {
    return jdbc.sql(
            """
            SELECT day, memory_bytes, cpu_seconds, uptime_seconds FROM server_point
             WHERE system_name = :system AND component = :component AND day >= :day
             ORDER BY day
            """)
        .param("system", run.system())
        .param("component", run.component())
        .param("day", Date.valueOf(day))
        .query(
            (row, number) ->
                new Point(
                    row.getObject("day", LocalDate.class),
                    row.getLong("memory_bytes"),
                    Optional.ofNullable(row.getObject("cpu_seconds", Double.class)),
                    row.getLong("uptime_seconds")))
        .list();
  }

  /** What was in use on a day, in thousandths of one processor: the mean since the day before. */
  record Busy(LocalDate day, long thousandths) {}

  /**
   * How busy the processors were between the points. After a restart of the server the mean since
   * then counts.
   */
  static List<Busy> busy(List<Point> points) {
    List<Busy> busy = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      if (point.cpuSeconds().isEmpty() || point.uptimeSeconds() == 0) {
        continue;
      }
      double cpu = point.cpuSeconds().get();
      double seconds = point.uptimeSeconds();
      if (i > 0 && goesOn(points.get(i - 1), point)) {
        cpu -= points.get(i - 1).cpuSeconds().orElse(0.0);
        seconds -= points.get(i - 1).uptimeSeconds();
      }
      busy.add(new Busy(point.day(), Math.round(1000 * cpu / seconds)));
    }
    return busy;
  }

  private static boolean goesOn(Point before, Point point) {
    return point.uptimeSeconds() > before.uptimeSeconds()
        && before.cpuSeconds().isPresent()
        && point.cpuSeconds().orElse(0.0) >= before.cpuSeconds().get();
  }
}
