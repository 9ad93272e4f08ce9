package dev.upkeep.database.performance;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.events.TaskRunRef;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The classes that people have been told of, in the service's own schema. */
final class KnownClasses {

  private final JdbcClient jdbc;

  KnownClasses(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How slow each known class was when it was last news, by its id. */
  Map<String, Long> p95Micros(TaskRunRef run) {
    Map<String, Long> known = new HashMap<>();
    jdbc.sql(
            """
            SELECT class_id, p95_micros FROM query_class
             WHERE system_name = :system AND component = :component AND last_run_id <> :run
            """)
        .param("system", run.system())
        .param("component", run.component())
        .param("run", run.taskRunId().toString())
        .query(
            row -> {
              known.put(row.getString("class_id"), row.getLong("p95_micros"));
            });
    return known;
  }

  Optional<Instant> reviewedUntil(TaskRunRef run) {
    return jdbc.sql(
            """
            SELECT reviewed_until FROM query_review
             WHERE system_name = :system AND component = :component
            """)
        .param("system", run.system())
        .param("component", run.component())
        .query(LocalDateTime.class)
        .optional()
        .map(at -> at.toInstant(ZoneOffset.UTC));
  }

  void put(StepContext context, SlowClass told) {
    jdbc.sql(
            """
            INSERT INTO query_class
              (system_name, component, class_id, statement, first_seen, last_seen, p95_micros, last_run_id)
            VALUES (:system, :component, :id, :statement, :at, :at, :p95, :run)
            ON DUPLICATE KEY UPDATE
              last_seen = VALUES(last_seen),
              p95_micros = IF(:news, VALUES(p95_micros), p95_micros),
              last_run_id = VALUES(last_run_id)
            """)
        .param("system", context.run().system())
        .param("component", context.run().component())
        .param("id", told.id())
        .param("statement", told.statement())
        .param("at", LocalDateTime.ofInstant(context.clock().instant(), ZoneOffset.UTC))
        .param("p95", told.p95Micros())
        .param("run", context.run().taskRunId().toString())
        .param("news", told.news() != SlowClass.News.KNOWN)
        .update();
  }

  void reviewedUntil(TaskRunRef run, Instant until) {
    jdbc.sql(
            """
            INSERT INTO query_review (system_name, component, reviewed_until)
            VALUES (:system, :component, :until)
            ON DUPLICATE KEY UPDATE reviewed_until = GREATEST(reviewed_until, VALUES(reviewed_until))
            """)
        .param("system", run.system())
        .param("component", run.component())
        .param("until", LocalDateTime.ofInstant(until, ZoneOffset.UTC))
        .update();
  }
}
