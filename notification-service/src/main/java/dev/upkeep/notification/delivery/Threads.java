package dev.upkeep.notification.delivery;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.notification.message.Notice;
import dev.upkeep.notification.message.Reader;
import dev.upkeep.notification.stakeholder.Addressee;
import dev.upkeep.system.Person.Language;
import dev.upkeep.system.Subscription.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people were told about one runbook run, in the order in which it was decided. */
public class Threads {
  private final JdbcClient jdbc;

  Threads(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Makes sure that the run has a thread, and holds it until the transaction ends, so that nobody
   * else decides about the same run meanwhile.
   *
   * @param title the runbook's title, where the event at hand tells it
   */
  public void hold(UUID runbookRunId, String system, String runbook, Optional<String> title) {
    jdbc.sql(
            """
            INSERT INTO message_thread (runbook_run_id, system_name, runbook, title, created_at)
            VALUES (:run, :system, :runbook, :title, NOW(6))
            ON DUPLICATE KEY UPDATE title = COALESCE(title, VALUES(title))
            """)
        .param("run", runbookRunId)
        .param("system", Fitting.to(100, system))
        .param("runbook", Fitting.to(200, runbook))
        .param("title", Fitting.orNull(500, title.orElse(null)))
        .update();
  }

  /** The runbook's title; its name as long as nobody has told the title. */
  public String title(UUID runbookRunId) {
    return jdbc.sql(
            """
            SELECT COALESCE(title, runbook)
            FROM message_thread
            WHERE runbook_run_id = :run
            """)
        .param("run", runbookRunId)
        .query(String.class)
        .single();
  }

  /** Everything decided about the run so far, oldest first. */
  public List<Told> told(UUID runbookRunId) {
    return jdbc.sql(
            """
            SELECT d.delivery_id, d.recipient, d.channel, d.address, d.language, d.zone, d.state,
                   m.kind, m.task_run_id, m.as_of
            FROM message m
            JOIN delivery d ON d.message_id = m.message_id
            WHERE m.runbook_run_id = :run
            ORDER BY d.created_at, d.delivery_id
            """)
        .param("run", runbookRunId)
        .query((row, number) -> told(row))
        .list();
  }

  private static Told told(ResultSet row) throws SQLException {
    return new Told(
        Columns.uuid(row, "delivery_id"),
        new Addressee(
            row.getString("recipient"),
            Channel.valueOf(row.getString("channel")),
            row.getString("address"),
            reader(row)),
        Notice.Kind.valueOf(row.getString("kind")),
        Optional.ofNullable(row.getString("task_run_id")).map(UUID::fromString),
        Columns.instant(row, "as_of"),
        DeliveryState.valueOf(row.getString("state")));
  }

  static Reader reader(ResultSet row) throws SQLException {
    String tag = row.getString("language");
    Language language =
        Stream.of(Language.values())
            .filter(l -> l.tag().equals(tag))
            .findFirst()
            .orElse(Language.EN);
    return new Reader(language, ZoneId.of(row.getString("zone")));
  }
}
