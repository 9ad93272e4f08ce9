package dev.upkeep.chassis;

import dev.upkeep.events.Event;
import dev.upkeep.events.MaintenanceProgressed;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventCodec;
import dev.upkeep.events.envelope.EventEnvelope;
import dev.upkeep.events.envelope.UnacceptableEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning, as an outsider. Keeps what it has read. */
public final class TopicReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

  public TopicReader(String bootstrapServers, String topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "fetch.max.bytes", 16_000_000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic, Duration.ofSeconds(30)).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  public static TopicReader ofRuns() {
    return new TopicReader(TestServers.kafka().bootstrapServers(), Topic.RUNS.topicName());
  }

  /** Everything so far, in the order of partitions. */
  public List<ConsumerRecord<byte[], byte[]>> records() {
    consumer.poll(Duration.ofMillis(100)).forEach(records::add);
    return records;
  }

  /** The events under a correlation so far; those of one key in their order. */
  public List<EventEnvelope<Event>> events(UUID correlation) {
    List<EventEnvelope<Event>> events = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records()) {
      try {
        EventEnvelope<Event> event = EventCodec.decode(record);
        if (event.correlationId().equals(correlation)) {
          events.add(event);
        }
      } catch (UnacceptableEvent poisonOfOtherTests) {
        // Topics are shared by all tests of this JVM.
      }
    }
    return events;
  }

  /** The marks of the events under a correlation so far. */
  public List<String> marks(UUID correlation) {
    return events(correlation).stream().map(TopicReader::mark).toList();
  }

  public static String mark(EventEnvelope<Event> event) {
    return event.event() instanceof MaintenanceProgressed progressed ? progressed.line() : "";
  }

  @Override
  public void close() {
    consumer.close();
  }
}
