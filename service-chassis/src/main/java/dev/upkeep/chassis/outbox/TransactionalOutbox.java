package dev.upkeep.chassis.outbox;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.kafka.HeaderBytes;
import dev.upkeep.chassis.observability.TraceContext;
import dev.upkeep.chassis.service.ServiceIdentity;
import dev.upkeep.events.Event;
import dev.upkeep.events.Topic;
import dev.upkeep.events.Topics;
import dev.upkeep.events.Topics.TaskServices;
import dev.upkeep.events.envelope.EventCodec;
import dev.upkeep.events.envelope.EventEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Writes rows that the relay sends once they are committed. */
final class TransactionalOutbox implements Outbox, RawRecords {
  private static final String RAW_TYPE = "raw";
  private static final int LONGEST_KEY = 255;

  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final ServiceIdentity identity;
  private final Clock clock;
  private final TaskServices services;
  private final Runnable signal;

  /**
   * Makes the outbox.
   *
   * @param signal called after each commit that added something
   */
  TransactionalOutbox(
      JdbcClient jdbc,
      Transactions transactions,
      ServiceIdentity identity,
      Clock clock,
      TaskServices services,
      Runnable signal) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.identity = identity;
    this.clock = clock;
    this.services = services;
    this.signal = signal;
  }

  @Override
  public void add(Event event, Cause cause) {
    requireTransaction();
    Topic topic = Topics.of(event, services);
    byte[] key = event.key().getBytes(StandardCharsets.UTF_8);
    if (key.length > LONGEST_KEY) {
      throw new IllegalArgumentException(
          "the key of %s has %d bytes, more than the %d that are allowed"
              .formatted(event.getClass().getSimpleName(), key.length, LONGEST_KEY));
    }
    Instant now = clock.instant();
    EventEnvelope<Event> envelope =
        new EventEnvelope<>(
            UUID.randomUUID(),
            identity.source(),
            now,
            cause.correlationId(),
            nextSequence(topic.topicName(), key, now),
            TraceContext.continuing(cause.traceparent()).traceparent(),
            event);
    RecordHeaders headers = new RecordHeaders();
    EventCodec.headers(envelope)
        .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
    insert(
        new NewRow(
            envelope.id(),
            OrderKey.of(topic.topicName(), key),
            false,
            envelope.sequence(),
            envelope.type().wireName(),
            new ProducerRecord<>(
                topic.topicName(), null, null, key, EventCodec.data(event), headers)),
        now);
  }

  @Override
  public void add(UUID id, ProducerRecord<byte[], byte[]> record) {
    requireTransaction();
    OrderKey own = new OrderKey(record.topic(), id.toString());
    insert(new NewRow(id, own, true, 1, RAW_TYPE, record), clock.instant());
  }

  private static void requireTransaction() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException(
          "an event is added in the transaction that makes it true; there is none");
    }
  }

  /** Waits for whoever is writing under the same key; from then on the key is ours until commit. */
  private long nextSequence(String topic, byte[] key, Instant now) {
    return jdbc.sql(
            """
            INSERT INTO outbox_sequence (topic, msg_key, last_seq, used_on)
            VALUES (:topic, :key, 1, :today)
            ON DUPLICATE KEY UPDATE last_seq = last_seq + 1, used_on = :today
            RETURNING last_seq
            """)
        .param("topic", topic)
        .param("key", key)
        .param("today", LocalDate.ofInstant(now, ZoneOffset.UTC))
        .query(Long.class)
        .single();
  }

  private void insert(NewRow row, Instant now) {
    jdbc.sql(
            """
            INSERT INTO outbox
              (event_id, topic, msg_key, record_key, raw, key_seq, type, headers, data, created_at)
            VALUES
              (:id, :topic, :key, :recordKey, :raw, :keySeq, :type, :headers, :data, :now)
            """)
        .param("id", row.id())
        .param("topic", row.key().topic())
        .param("key", row.key().bytes())
        .param("recordKey", row.raw() ? row.record().key() : null)
        .param("raw", row.raw())
        .param("keySeq", row.keySeq())
        .param("type", row.type())
        .param("headers", HeaderBytes.write(row.record().headers()))
        .param("data", row.record().value())
        .param("now", Columns.of(now))
        .update();
    transactions.afterCommit(signal);
  }

  /** What is to be inserted; a raw record's key may be anything, so it stands in a column apart. */
  private record NewRow(
      UUID id,
      OrderKey key,
      boolean raw,
      long keySeq,
      String type,
      ProducerRecord<byte[], byte[]> record) {}
}
