package dev.upkeep.chassis.inbox;

import dev.upkeep.chassis.inbox.Reading.Objection;
import dev.upkeep.chassis.kafka.HeaderBytes;
import dev.upkeep.chassis.kafka.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The copy of a quarantined record for {@code <topic>-dlt}: the original's key, value and headers,
 * and after them where it came from and why it is here. The quarantine has the original; a record
 * too large to be copied whole is announced by those last headers alone.
 */
final class DeadLetter {
  private static final String SUFFIX = "-dlt";

  /** Names and values of our own headers, and what the record format adds. */
  private static final int RESERVED = 64 * 1024;

  private DeadLetter() {}

  static ProducerRecord<byte[], byte[]> copyOf(
      ConsumerRecord<byte[], byte[]> record, UUID id, String consumer, Objection objection) {
    boolean whole = size(record) <= KafkaClients.LARGEST_DEAD_LETTER - RESERVED;
    Headers headers = whole ? new RecordHeaders(record.headers().toArray()) : new RecordHeaders();
    add(headers, "upkeep-quarantine-id", id.toString());
    add(headers, "upkeep-consumer", consumer);
    add(headers, "upkeep-topic", record.topic());
    add(headers, "upkeep-partition", Integer.toString(record.partition()));
    add(headers, "upkeep-offset", Long.toString(record.offset()));
    add(headers, "upkeep-reason", objection.reason());
    if (!whole) {
      add(headers, "upkeep-left-out", "key, value and headers: too large to copy");
    }
    return new ProducerRecord<>(
        record.topic() + SUFFIX,
        null,
        null,
        whole ? record.key() : null,
        whole ? record.value() : null,
        headers);
  }

  private static int size(ConsumerRecord<byte[], byte[]> record) {
    int key = record.key() == null ? 0 : record.key().length;
    int value = record.value() == null ? 0 : record.value().length;
    return key + value + HeaderBytes.size(record.headers());
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
