package dev.upkeep.benchmarks.outbox;

import dev.upkeep.events.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Reads what a round left on the topic, from where the one before ended, and judges it. */
final class TopicReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  TopicReader(Map<String, Object> properties, Topic topic) {
    this.consumer = new KafkaConsumer<>(properties);
    this.partitions =
        IntStream.range(0, topic.partitions())
            .mapToObj(number -> new TopicPartition(topic.topicName(), number))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /**
   * Reads to the end.
   *
   * @param expected how many records of each key there must be; their sequences must be 1, 2, 3 …
   * @throws OrderBroken if one is missing, doubled or out of order
   */
  void verify(Map<String, Long> expected) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<String, Long> last = new HashMap<>();
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        long sequence = sequence(record);
        long before = last.getOrDefault(key, 0L);
        if (sequence != before + 1) {
          throw new OrderBroken(
              "%s has sequence %d after %d at %s-%d@%d"
                  .formatted(
                      key, sequence, before, record.topic(), record.partition(), record.offset()));
        }
        last.put(key, sequence);
      }
    }
    expected.forEach(
        (key, count) -> {
          long seen = last.getOrDefault(key, 0L);
          if (seen != count) {
            throw new OrderBroken("%s has %d events, not %d".formatted(key, seen, count));
          }
        });
  }

  private static long sequence(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader("ce_sequence");
    return Long.parseLong(new String(header.value(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
