package dev.upkeep.chassis.outbox;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.kafka.HeaderBytes;
import dev.upkeep.chassis.observability.TraceContext;
import dev.upkeep.chassis.service.ServiceIdentity;
import dev.upkeep.events.Event;
import dev.upkeep.events.Topics;
import dev.upkeep.events.Topics.TaskServices;
import dev.upkeep.events.envelope.EventCodec;
import dev.upkeep.events.envelope.EventEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Writes rows that the relay sends once they are committed. */
final class TransactionalOutbox implements Outbox, RawRecords {
  private static final String RAW_TYPE = "raw";
  private static final int LONGEST_KEY = 255;
  private static final int ROWS_AT_ONCE = 100;

  /** A statement stays well below max_allowed_packet, unless one record alone is larger. */
  private static final long BYTES_AT_ONCE = 1024 * 1024;

  /** As the index on them is ordered. */
  private static final Comparator<OrderKey> IN_ORDER =
      Comparator.comparing(OrderKey::topic).thenComparing(OrderKey::key);

  private final NamedParameterJdbcOperations jdbc;
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
      NamedParameterJdbcOperations jdbc,
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
    addAll(List.of(event), cause);
  }

  @Override
  public void addAll(List<? extends Event> events, Cause cause) {
    requireTransaction();
    if (events.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    List<OrderKey> keys = events.stream().map(this::keyOf).toList();
    Map<OrderKey, Long> sequences = reserve(keys, now);
    List<NewRow> rows = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      OrderKey key = keys.get(i);
      long sequence = sequences.merge(key, 1L, Long::sum);
      rows.add(row(events.get(i), key, sequence, cause, now));
    }
    insert(rows, now);
  }

  private OrderKey keyOf(Event event) {
    byte[] key = event.key().getBytes(StandardCharsets.UTF_8);
    if (key.length > LONGEST_KEY) {
      throw new IllegalArgumentException(
          "the key of %s has %d bytes, more than the %d that are allowed"
              .formatted(event.getClass().getSimpleName(), key.length, LONGEST_KEY));
    }
    return OrderKey.of(Topics.of(event, services).topicName(), key);
  }

  private NewRow row(Event event, OrderKey key, long sequence, Cause cause, Instant now) {
    EventEnvelope<Event> envelope =
        new EventEnvelope<>(
            UUID.randomUUID(),
            identity.source(),
            now,
            cause.correlationId(),
            sequence,
            TraceContext.continuing(cause.traceparent()).traceparent(),
            event);
    RecordHeaders headers = new RecordHeaders();
    EventCodec.headers(envelope)
        .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
    return new NewRow(
        envelope.id(),
        key,
        false,
        sequence,
        envelope.type().wireName(),
        new ProducerRecord<>(
            key.topic(), null, null, key.bytes(), EventCodec.data(event), headers));
  }

  @Override
  public void add(UUID id, ProducerRecord<byte[], byte[]> record) {
    requireTransaction();
    OrderKey own = new OrderKey(record.topic(), id.toString());
    insert(List.of(new NewRow(id, own, true, 1, RAW_TYPE, record)), clock.instant());
  }

  private static void requireTransaction() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException(
          "an event is added in the transaction that makes it true; there is none");
    }
  }

  /**
   * Waits for whoever is writing under the same keys; from then on they are ours until commit. Keys
   * are taken in one order, so that two writers do not wait for each other.
   *
   * @return for each key the sequence before the first of ours
   */
  private Map<OrderKey, Long> reserve(List<OrderKey> keys, Instant now) {
    Map<OrderKey, Long> counts = new TreeMap<>(IN_ORDER);
    keys.forEach(key -> counts.merge(key, 1L, Long::sum));
    List<Map.Entry<OrderKey, Long>> wanted = List.copyOf(counts.entrySet());
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Map<OrderKey, Long> before = new HashMap<>();
    for (int from = 0; from < wanted.size(); from += ROWS_AT_ONCE) {
      reserve(wanted.subList(from, Math.min(wanted.size(), from + ROWS_AT_ONCE)), today)
          .forEach(
              last ->
                  before.put(last.key(), last.sequence() - counts.getOrDefault(last.key(), 0L)));
    }
    return before;
  }

  private List<Last> reserve(List<Map.Entry<OrderKey, Long>> wanted, LocalDate today) {
    List<Object[]> rows =
        wanted.stream()
            .map(
                entry ->
                    new Object[] {
                      entry.getKey().topic(), entry.getKey().bytes(), entry.getValue(), today
                    })
            .toList();
    return jdbc.query(
        """
        INSERT INTO outbox_sequence (topic, msg_key, last_seq, used_on)
        VALUES :rows
        ON DUPLICATE KEY UPDATE last_seq = last_seq + VALUES(last_seq), used_on = VALUES(used_on)
        RETURNING topic, msg_key, last_seq
        """,
        Map.of("rows", rows),
        (row, number) ->
            new Last(
                OrderKey.of(row.getString("topic"), row.getBytes("msg_key")),
                row.getLong("last_seq")));
  }

  private void insert(List<NewRow> rows, Instant now) {
    List<@Nullable Object[]> some = new ArrayList<>();
    long bytes = 0;
    for (NewRow row : rows) {
      @Nullable Object[] values = row.values(now);
      long more = bytes(values);
      if (!some.isEmpty() && (bytes + more > BYTES_AT_ONCE || some.size() == ROWS_AT_ONCE)) {
        insert(some);
        some.clear();
        bytes = 0;
      }
      some.add(values);
      bytes += more;
    }
    insert(some);
    transactions.afterCommit(signal);
  }

  /** About how much of a statement a row takes. */
  private static long bytes(@Nullable Object[] values) {
    long bytes = 0;
    for (Object value : values) {
      bytes += value instanceof byte[] some ? some.length : 0;
    }
    return bytes;
  }

  private void insert(List<@Nullable Object[]> rows) {
    jdbc.update(
        """
        INSERT INTO outbox
          (event_id, topic, msg_key, record_key, raw, key_seq, type, headers, data, created_at,
           bytes)
        VALUES :rows
        """,
        Map.of("rows", rows));
  }

  private static int lengthOf(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /** The highest sequence of a key, ours included. */
  private record Last(OrderKey key, long sequence) {}

  /** What is to be inserted; a raw record's key may be anything, so it stands in a column apart. */
  private record NewRow(
      UUID id,
      OrderKey key,
      boolean raw,
      long keySeq,
      String type,
      ProducerRecord<byte[], byte[]> record) {

    /** In the order of the statement's columns. */
    @Nullable Object[] values(Instant now) {
      byte[] headers = HeaderBytes.write(record.headers());
      byte[] recordKey = raw ? record.key() : null;
      return new @Nullable Object[] {
        id,
        key.topic(),
        key.bytes(),
        recordKey,
        raw,
        keySeq,
        type,
        headers,
        record.value(),
        Columns.of(now),
        lengthOf(recordKey) + lengthOf(headers) + lengthOf(record.value())
      };
    }
  }
}
