package dev.upkeep.chassis.inbox;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.inbox.Reading.Objection;
import dev.upkeep.chassis.kafka.HeaderBytes;
import dev.upkeep.chassis.outbox.RawRecords;
import dev.upkeep.events.Ids;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Records that could not be handled, kept byte for byte; a copy goes to the dead-letter topic. */
final class QuarantinedRecords {
  private static final Logger log = LoggerFactory.getLogger(QuarantinedRecords.class);
  private static final int LONGEST_DETAIL = 1000;

  private final JdbcClient jdbc;
  private final RawRecords outbox;

  QuarantinedRecords(JdbcClient jdbc, RawRecords outbox) {
    this.jdbc = jdbc;
    this.outbox = outbox;
  }

  /** Keeps a record within the transaction that is going on; false if it is kept already. */
  boolean add(
      String consumer, ConsumerRecord<byte[], byte[]> record, Objection objection, Instant now) {
    byte[] headers = HeaderBytes.write(record.headers());
    UUID id = id(consumer, record, headers);
    String detail = clip(objection.detail());
    int added =
        jdbc.sql(
                """
                INSERT IGNORE INTO quarantine
                  (id, consumer, topic, partition_no, offset_no, record_at, record_key, record_value,
                   headers, reason, detail, received_at, state)
                VALUES
                  (:id, :consumer, :topic, :partition, :offset, :recordAt, :key, :value,
                   :headers, :reason, :detail, :now, 'WAITING')
                """)
            .param("id", id)
            .param("consumer", consumer)
            .param("topic", record.topic())
            .param("partition", record.partition())
            .param("offset", record.offset())
            .param("recordAt", Columns.of(writtenAt(record)))
            .param("key", record.key())
            .param("value", record.value())
            .param("headers", headers)
            .param("reason", objection.reason())
            .param("detail", detail)
            .param("now", Columns.of(now))
            .update();
    if (added == 0) {
      return false;
    }
    outbox.add(id, DeadLetter.copyOf(record, id, consumer, objection));
    log.warn(
        "{} put record {} of {}-{} into quarantine as {} ({}: {}); reading goes on",
        consumer,
        record.offset(),
        record.topic(),
        record.partition(),
        id,
        objection.reason(),
        detail);
    return true;
  }

  /** A topic that is made anew counts its offsets from 0 again, so the content is part of it. */
  private static UUID id(String consumer, ConsumerRecord<byte[], byte[]> record, byte[] headers) {
    return Ids.named(
        "quarantine",
        consumer,
        record.topic(),
        Integer.toString(record.partition()),
        Long.toString(record.offset()),
        fingerprint(record.key(), record.value(), headers));
  }

  private static String fingerprint(
      byte @Nullable [] key, byte @Nullable [] value, byte[] headers) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (byte[] part : new byte[][] {orEmpty(key), orEmpty(value), headers}) {
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
        sha256.update(part);
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] orEmpty(byte @Nullable [] bytes) {
    return bytes == null ? new byte[0] : bytes;
  }

  /** A hostile timestamp must not be what the table refuses. */
  private static Instant writtenAt(ConsumerRecord<byte[], byte[]> record) {
    Instant written = Instant.ofEpochMilli(record.timestamp());
    boolean storable =
        !written.isBefore(Instant.EPOCH) && written.isBefore(Instant.parse("9999-01-01T00:00:00Z"));
    return storable ? written : Instant.EPOCH;
  }

  /** The newest that wait for a person. */
  List<Listed> waiting(int most) {
    return jdbc.sql(
            """
            SELECT id, consumer, topic, partition_no, offset_no, reason, detail, received_at
            FROM quarantine WHERE state = 'WAITING' ORDER BY received_at DESC LIMIT :most
            """)
        .param("most", most)
        .query(
            (row, n) ->
                new Listed(
                    Columns.uuid(row, "id"),
                    row.getString("consumer"),
                    row.getString("topic"),
                    row.getInt("partition_no"),
                    row.getLong("offset_no"),
                    row.getString("reason"),
                    row.getString("detail"),
                    Columns.instant(row, "received_at")))
        .list();
  }

  long waiting() {
    return jdbc.sql("SELECT COUNT(*) FROM quarantine WHERE state = 'WAITING'")
        .query(Long.class)
        .single();
  }

  Optional<Kept> find(UUID id) {
    return find(id, "");
  }

  /** As {@link #find(UUID)}, and nobody else settles it before this transaction ends. */
  Optional<Kept> findLocked(UUID id) {
    return find(id, " FOR UPDATE");
  }

  private Optional<Kept> find(UUID id, String locking) {
    return jdbc.sql(
            """
            SELECT consumer, topic, partition_no, offset_no, record_key, record_value, headers,
                   reason, detail, state
            FROM quarantine WHERE id = :id
            """
                + locking)
        .param("id", id)
        .query(
            (row, n) ->
                new Kept(
                    row.getString("consumer"),
                    record(row),
                    new Objection(row.getString("reason"), row.getString("detail")),
                    State.valueOf(row.getString("state"))))
        .optional();
  }

  private static ConsumerRecord<byte[], byte[]> record(ResultSet row) throws SQLException {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            row.getString("topic"),
            row.getInt("partition_no"),
            row.getLong("offset_no"),
            row.getBytes("record_key"),
            row.getBytes("record_value"));
    HeaderBytes.read(row.getBytes("headers")).forEach(record.headers()::add);
    return record;
  }

  void settle(UUID id, State state, Instant now) {
    jdbc.sql("UPDATE quarantine SET state = :state, settled_at = :now WHERE id = :id")
        .param("state", state.name())
        .param("now", Columns.of(now))
        .param("id", id)
        .update();
  }

  /** What has become of a record. */
  enum State {
    /** Nobody has settled it. */
    WAITING("wait"),
    /** Its consumer took it in after all. */
    REPLAYED("replay"),
    /** Somebody gave it up. */
    DROPPED("drop");

    private final String verb;

    State(String verb) {
      this.verb = verb;
    }

    String verb() {
      return verb;
    }
  }

  /** A record, without its bytes. */
  record Listed(
      UUID id,
      String consumer,
      String topic,
      int partition,
      long offset,
      String reason,
      String detail,
      Instant receivedAt) {}

  /** A record as it was delivered. */
  record Kept(
      String consumer, ConsumerRecord<byte[], byte[]> record, Objection objection, State state) {}

  private static String clip(String detail) {
    return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL);
  }
}
