package dev.upkeep.chassis.outbox;

import dev.upkeep.chassis.audit.AuditTrail;
import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.database.Transactions;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What waits to be sent, for people. */
final class WaitingEntries {
  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final AuditTrail audit;
  private final Runnable signal;

  WaitingEntries(JdbcClient jdbc, Transactions transactions, AuditTrail audit, Runnable signal) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.audit = audit;
    this.signal = signal;
  }

  /** The blocked ones first, then the oldest. */
  List<Waiting> first(int most) {
    return jdbc.sql(
            """
            (SELECT o.seq, o.event_id, o.topic, o.msg_key, o.type, o.attempts, o.created_at,
                    o.next_at, o.last_error, TRUE AS blocked
             FROM outbox_blocked b JOIN outbox o ON o.seq = b.seq
             ORDER BY o.topic, o.msg_key
             LIMIT :most)
            UNION ALL
            (SELECT o.seq, o.event_id, o.topic, o.msg_key, o.type, o.attempts, o.created_at,
                    o.next_at, o.last_error, FALSE
             FROM outbox o
             WHERE o.seq NOT IN (SELECT b.seq FROM outbox_blocked b)
             ORDER BY o.seq
             LIMIT :most)
            LIMIT :most
            """)
        .param("most", most)
        .query(WaitingEntries::waiting)
        .list();
  }

  private static Waiting waiting(ResultSet row, int number) throws SQLException {
    return new Waiting(
        Columns.uuid(row, "event_id"),
        row.getString("topic"),
        new String(row.getBytes("msg_key"), StandardCharsets.UTF_8),
        row.getString("type"),
        row.getInt("attempts"),
        Columns.instant(row, "created_at"),
        Columns.instantOrNull(row, "next_at"),
        row.getString("last_error"),
        row.getBoolean("blocked"));
  }

  Backlog backlog() {
    return jdbc.sql(
            """
            SELECT (SELECT COUNT(*) FROM outbox) AS waiting,
                   (SELECT COUNT(*) FROM outbox_blocked b JOIN outbox o ON o.seq = b.seq)
                     AS blocked,
                   COALESCE((SELECT TIMESTAMPDIFF(MICROSECOND, created_at, NOW(6)) FROM outbox
                             ORDER BY seq LIMIT 1), 0) AS oldest
            """)
        .query(
            (row, n) ->
                new Backlog(
                    row.getLong("waiting"),
                    row.getLong("blocked"),
                    Math.max(0, row.getLong("oldest") / 1e6)))
        .single();
  }

  /** Lets a blocked entry be tried again. False if there is no such blocked entry. */
  boolean unblock(UUID eventId, String who, String why) {
    boolean unblocked =
        transactions.inTransaction(
            () -> {
              Optional<Long> seq = blocked(eventId);
              seq.ifPresent(
                  row -> {
                    tryAgain(row);
                    audit.record(who, "outbox.unblock", eventId.toString(), why);
                  });
              return seq.isPresent();
            });
    if (unblocked) {
      signal.run();
    }
    return unblocked;
  }

  private Optional<Long> blocked(UUID eventId) {
    return jdbc.sql(
            """
            SELECT b.seq FROM outbox_blocked b JOIN outbox o ON o.seq = b.seq
            WHERE o.event_id = :id
            FOR UPDATE
            """)
        .param("id", eventId)
        .query(Long.class)
        .optional();
  }

  private void tryAgain(long seq) {
    jdbc.sql("UPDATE outbox SET attempts = 0, next_at = NULL WHERE seq = :seq")
        .param("seq", seq)
        .update();
    jdbc.sql("DELETE FROM outbox_blocked WHERE seq = :seq").param("seq", seq).update();
  }

  /**
   * An entry that waits.
   *
   * @param id the event's
   * @param attempts how often Kafka refused it
   * @param nextAt when it is tried again, where it was refused
   * @param blocked whether it waits for a person
   */
  record Waiting(
      UUID id,
      String topic,
      String key,
      String type,
      int attempts,
      Instant createdAt,
      @Nullable Instant nextAt,
      @Nullable String lastError,
      boolean blocked) {}

  /**
   * How much waits.
   *
   * @param oldestSeconds the age of the first row, 0 if there is none
   */
  record Backlog(long waiting, long blocked, double oldestSeconds) {}
}
