package dev.upkeep.systemtest;

import dev.upkeep.events.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Puts every record that appears on any topic there again, so often, as it was: what a producer
 * does that never hears the broker's answer. Begins at the end of the topics.
 */
final class Echo implements AutoCloseable {
  private final int copies;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Set<List<Object>> echoed = new HashSet<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  Echo(String bootstrapServers, int copies) {
    this.copies = copies;
    this.consumer = Topics.consumer(bootstrapServers);
    this.producer = Topics.producer(bootstrapServers);
    List<TopicPartition> partitions =
        Stream.of(Topic.values())
            .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // Seeking is lazy: what is written from now on must not be overlooked.
    partitions.forEach(consumer::position);
    Thread.ofPlatform().name("echo").start(this::echo);
  }

  private void echo() {
    try {
      while (true) {
        consumer.poll(java.time.Duration.ofSeconds(1)).forEach(this::again);
        producer.flush();
      }
    } catch (WakeupException closing) {
      ended.complete(null);
    } catch (RuntimeException | Error e) {
      ended.completeExceptionally(e);
    }
  }

  private void again(ConsumerRecord<byte[], byte[]> record) {
    // Events have an id of their own and so have triggers: equal records are copies of one.
    List<Object> identity = new ArrayList<>();
    identity.add(record.topic());
    identity.add(Arrays.hashCode(record.key()));
    identity.add(Arrays.hashCode(record.value()));
    identity.add(Topics.header(record, "ce_id"));
    if (!echoed.add(identity)) {
      return;
    }
    for (int copy = 0; copy < copies; copy++) {
      var _ =
          producer.send(
              new ProducerRecord<>(
                  record.topic(), null, record.key(), record.value(), record.headers()));
      sent.incrementAndGet();
    }
  }

  /** How many copies it has put on the topics. */
  int sent() {
    return sent.get();
  }

  @Override
  public void close() {
    consumer.wakeup();
    ended.join();
    consumer.close();
    producer.close();
  }
}
