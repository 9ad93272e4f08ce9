package dev.upkeep.chassis.outbox;

import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A row that waits to be sent.
 *
 * @param seq its place in the table; for one key the order of commits
 * @param key what it keeps its order with
 * @param record what is sent
 * @param attempts how often it was refused
 * @param pause how long it is to be left alone after a refusal
 * @param bytes of the record, about
 */
record OutboxEntry(
    long seq,
    UUID eventId,
    OrderKey key,
    ProducerRecord<byte[], byte[]> record,
    int attempts,
    Duration pause,
    long bytes) {

  /** The entry after one more refusal. */
  OutboxEntry refused(int attempts) {
    return new OutboxEntry(seq, eventId, key, record, attempts, Duration.ZERO, bytes);
  }
}
