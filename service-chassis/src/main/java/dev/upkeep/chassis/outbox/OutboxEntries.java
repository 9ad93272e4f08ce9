package dev.upkeep.chassis.outbox;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.kafka.HeaderBytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows that wait to be sent, as the relay sees them. It reads without locks: the lease keeps
 * other relays away, and a reader must not hold up writers.
 */
final class OutboxEntries {
  /**
   * How many rows may be read or deleted with one statement: from 1,000 on MariaDB makes a table of
   * the list ({@code in_predicate_conversion_threshold}) and may look every row of ours up in it.
   */
  static final int MOST_AT_ONCE = 900;

  private static final int LONGEST_ERROR = 1000;

  private static final String WHOLE =
      """
      SELECT o.seq, o.event_id, o.topic, o.msg_key, o.record_key, o.raw, o.headers, o.data,
             o.attempts, o.bytes,
             GREATEST(0, COALESCE(TIMESTAMPDIFF(MICROSECOND, NOW(6), o.next_at), 0)) AS pause_micros
      """;

  /**
   * Not "later than the last one seen": a row with a lower number may be committed later. One
   * statement sees one state of the table, so if it sees a row it sees every earlier one of its
   * key.
   *
   * <p>The indexes are forced here and below: the table is empty most of the time, and what the
   * optimizer believes of an empty table makes it read, and a DELETE lock, every row of a full one.
   */
  private static final String FIRST =
      """
      FROM outbox o FORCE INDEX (PRIMARY)
      WHERE NOT EXISTS (
        SELECT 1 FROM outbox_blocked b JOIN outbox first ON first.seq = b.seq
        WHERE b.topic = o.topic AND b.msg_key = o.msg_key)
      ORDER BY o.seq
      LIMIT :most
      """;

  static final String SCAN = "SELECT o.seq, o.topic, o.msg_key, o.bytes\n" + FIRST;

  static final String LOOK = WHOLE + FIRST;

  static final String READ =
      WHOLE
          + """
            FROM outbox o FORCE INDEX (PRIMARY)
            WHERE o.seq IN (:seqs)
            ORDER BY o.seq
            """;

  static final String DELETE =
      "DELETE o FROM outbox o FORCE INDEX (PRIMARY) WHERE o.seq IN (:seqs)";

  private final JdbcClient jdbc;

  OutboxEntries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The first rows of the table by number, without those whose key waits for a person. */
  List<Place> scan(int most) {
    return jdbc.sql(SCAN)
        .param("most", most)
        .query(
            (row, n) ->
                new Place(
                    row.getLong("seq"),
                    OrderKey.of(row.getString("topic"), row.getBytes("msg_key")),
                    row.getLong("bytes")))
        .list();
  }

  /** As {@link #scan}, but whole rows: one question instead of two where there are only a few. */
  List<OutboxEntry> look(int most) {
    return jdbc.sql(LOOK).param("most", most).query(OutboxEntries::entry).list();
  }

  /** Whole rows, in order; no more than {@link #MOST_AT_ONCE}. */
  List<OutboxEntry> read(Collection<Long> seqs) {
    return jdbc.sql(READ).param("seqs", seqs).query(OutboxEntries::entry).list();
  }

  private static OutboxEntry entry(ResultSet row, int number) throws SQLException {
    String topic = row.getString("topic");
    byte[] key = row.getBytes("msg_key");
    return new OutboxEntry(
        row.getLong("seq"),
        Columns.uuid(row, "event_id"),
        OrderKey.of(topic, key),
        new ProducerRecord<>(
            topic,
            null,
            null,
            row.getBoolean("raw") ? row.getBytes("record_key") : key,
            row.getBytes("data"),
            HeaderBytes.read(row.getBytes("headers"))),
        row.getInt("attempts"),
        Duration.ofNanos(row.getLong("pause_micros") * 1_000),
        row.getLong("bytes"));
  }

  /** Removes what Kafka has acknowledged; no more than {@link #MOST_AT_ONCE}. */
  void delete(Collection<Long> seqs) {
    jdbc.sql(DELETE).param("seqs", seqs).update();
  }

  /** Records that Kafka refused a row, and when it is tried again. */
  void refused(long seq, int attempts, Duration pause, String error) {
    jdbc.sql(
            """
            UPDATE outbox
            SET attempts = :attempts, last_error = :error,
                next_at = NOW(6) + INTERVAL :micros MICROSECOND
            WHERE seq = :seq
            """)
        .param("attempts", attempts)
        .param("error", clip(error))
        .param("micros", pause.toNanos() / 1_000)
        .param("seq", seq)
        .update();
  }

  /**
   * Records that a row, and with it its key, waits for a person. Two statements: after a crash
   * between them the row is tried, and refused, once more.
   */
  void block(long seq, int attempts, String error) {
    jdbc.sql(
            """
            UPDATE outbox SET attempts = :attempts, last_error = :error, next_at = NULL
            WHERE seq = :seq
            """)
        .param("attempts", attempts)
        .param("error", clip(error))
        .param("seq", seq)
        .update();
    jdbc.sql(
            """
            INSERT INTO outbox_blocked (topic, msg_key, seq)
            SELECT topic, msg_key, seq FROM outbox WHERE seq = :seq
            ON DUPLICATE KEY UPDATE seq = VALUES(seq)
            """)
        .param("seq", seq)
        .update();
  }

  private static String clip(String error) {
    return error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR);
  }

  /** A row's number, what it keeps its order with, and about how large it is. */
  record Place(long seq, OrderKey key, long bytes) {}
}
