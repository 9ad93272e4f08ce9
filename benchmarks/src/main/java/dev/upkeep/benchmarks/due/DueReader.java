package dev.upkeep.benchmarks.due;

import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventCodec;
import dev.upkeep.events.envelope.UnacceptableEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Stands where the worker would and notes when it can read what is due, by the runbook's name. */
final class DueReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Read> read = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean open = true;

  /**
   * One task that could be read.
   *
   * @param due what its runbook says
   * @param written when the scheduler put it into its outbox
   * @param readable when the consumer had it
   */
  record Read(Instant due, Instant written, Instant readable) {}

  DueReader(Map<String, Object> properties) {
    this.consumer = new KafkaConsumer<>(properties);
    consumer.assign(
        IntStream.range(0, Topic.DUE_DATABASE.partitions())
            .mapToObj(number -> new TopicPartition(Topic.DUE_DATABASE.topicName(), number))
            .toList());
    consumer.seekToBeginning(consumer.assignment());
    this.thread = Thread.ofPlatform().name("due-reader").start(this::read);
  }

  Map<String, Read> soFar() {
    return read;
  }

  private void read() {
    try (consumer) {
      while (open) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          note(record, Instant.now());
        }
      }
    }
  }

  private void note(ConsumerRecord<byte[], byte[]> record, Instant readable) {
    try {
      var envelope = EventCodec.decode(record);
      if (envelope.event() instanceof MaintenanceDue due) {
        // What is sent again after a while is the same task: the first time counts.
        read.putIfAbsent(
            due.run().runbook(), new Read(due.scheduledFor(), envelope.time(), readable));
      }
    } catch (UnacceptableEvent e) {
      throw new IllegalStateException("the scheduler told what cannot be read", e);
    }
  }

  @Override
  public void close() {
    open = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
