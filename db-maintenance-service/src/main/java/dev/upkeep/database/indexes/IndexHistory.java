package dev.upkeep.database.indexes;

import dev.upkeep.chassis.task.StepContext;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What later runs have to know of an index, in the service's own schema. */
final class IndexHistory {

  private final JdbcClient jdbc;

  IndexHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What can have happened to an index. */
  enum Event {
    /** A trial began in which the optimizer ignores it. */
    IGNORED,
    /** It was taken back, since a query became slower. */
    REVERTED
  }

  /**
   * What happened.
   *
   * @param definition the index's columns at that time
   * @param run the task run that did it
   */
  record Entry(String definition, Instant at, UUID run) {}

  Optional<Entry> of(StepContext context, String table, String index, Event event) {
    return jdbc.sql(
            """
            SELECT definition, happened_at, run_id FROM index_history
             WHERE system_name = :system AND component = :component
               AND table_name = :table AND index_name = :index AND event = :event
            """)
        .param("system", context.run().system())
        .param("component", context.run().component())
        .param("table", table)
        .param("index", index)
        .param("event", event.name())
        .query(
            (row, number) ->
                new Entry(
                    row.getString("definition"),
                    row.getObject("happened_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                    UUID.fromString(row.getString("run_id"))))
        .optional();
  }

  /** Keeps that it happened now; the first time counts for as long as it is not forgotten. */
  void add(StepContext context, Work work, Event event) {
    jdbc.sql(
            """
            INSERT INTO index_history
              (system_name, component, table_name, index_name, event, definition, happened_at, run_id)
            VALUES (:system, :component, :table, :index, :event, :definition, :at, :run)
            ON DUPLICATE KEY UPDATE
              happened_at = IF(definition = VALUES(definition), happened_at, VALUES(happened_at)),
              run_id = VALUES(run_id),
              definition = VALUES(definition)
            """)
        .param("system", context.run().system())
        .param("component", context.run().component())
        .param("table", work.table())
        .param("index", work.index())
        .param("event", event.name())
        .param("definition", work.definition())
        .param("at", LocalDateTime.ofInstant(context.clock().instant(), ZoneOffset.UTC))
        .param("run", context.run().taskRunId().toString())
        .update();
  }

  void forget(StepContext context, Work work, Event event) {
    jdbc.sql(
            """
            DELETE FROM index_history
             WHERE system_name = :system AND component = :component
               AND table_name = :table AND index_name = :index AND event = :event
            """)
        .param("system", context.run().system())
        .param("component", context.run().component())
        .param("table", work.table())
        .param("index", work.index())
        .param("event", event.name())
        .update();
  }
}
