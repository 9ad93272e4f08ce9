package dev.upkeep.chassis.outbox;

import dev.upkeep.chassis.outbox.Happening.Sent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;

/**
 * The relay's producer, made anew when it can do no more. Used by the relay's thread alone; answers
 * come on the producer's.
 */
final class RelayProducer implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final Map<String, Object> properties;
  private final Consumer<Sent> answers;
  private @Nullable KafkaProducer<byte[], byte[]> producer;
  private int generation;

  /**
   * Makes no connection yet.
   *
   * @param answers is told once for every entry sent, on any thread
   */
  RelayProducer(Map<String, Object> properties, Consumer<Sent> answers) {
    this.properties = properties;
    this.answers = answers;
  }

  /** Sends an entry. False if that failed at once; the answer comes in either case. */
  boolean send(OutboxEntry entry) {
    int sentBy = generation;
    Thread sender = Thread.currentThread();
    AtomicBoolean failedAtOnce = new AtomicBoolean();
    try {
      var _ =
          producer()
              .send(
                  entry.record(),
                  (metadata, failure) -> {
                    boolean atOnce = Thread.currentThread().equals(sender);
                    failedAtOnce.set(atOnce && failure != null);
                    answers.accept(new Sent(entry, failure, atOnce, sentBy));
                  });
    } catch (RuntimeException e) {
      failedAtOnce.set(true);
      answers.accept(new Sent(entry, e, true, sentBy));
    }
    return !failedAtOnce.get();
  }

  private KafkaProducer<byte[], byte[]> producer() {
    KafkaProducer<byte[], byte[]> current = producer;
    if (current == null) {
      current = new KafkaProducer<>(properties);
      producer = current;
    }
    return current;
  }

  /** Gives the producer up, unless that was done since the entry was sent. */
  void renew(Sent failed) {
    if (failed.generation() == generation) {
      generation++;
      close(Duration.ZERO);
    }
  }

  @Override
  public void close() {
    close(CLOSE_LIMIT);
  }

  private void close(Duration limit) {
    KafkaProducer<byte[], byte[]> current = producer;
    producer = null;
    if (current != null) {
      current.close(limit);
    }
  }
}
