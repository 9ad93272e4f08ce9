package dev.upkeep.benchmarks.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The rival: an idempotent producer with {@code acks=all} that sends from memory and keeps nothing.
 */
final class BareProducer implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;

  BareProducer(Map<String, Object> properties) {
    this.producer = new KafkaProducer<>(properties);
  }

  /** Sends all and waits for the last acknowledgement; answers how long that took. */
  Duration send(List<ProducerRecord<byte[], byte[]>> records) {
    AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
    long began = System.nanoTime();
    for (ProducerRecord<byte[], byte[]> record : records) {
      // Failures come by the callback.
      var _ =
          producer.send(
              record,
              (metadata, failure) -> {
                if (failure != null) {
                  failed.set(failure);
                }
              });
    }
    producer.flush();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    Exception failure = failed.get();
    if (failure != null) {
      throw new IllegalStateException("the bare producer could not send", failure);
    }
    return took;
  }

  @Override
  public void close() {
    producer.close();
  }
}
