package dev.upkeep.systemtest;

import dev.upkeep.events.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Everything that is on the topics, dead letters included, byte for byte, as an outsider reads it.
 */
record Topics(List<ConsumerRecord<byte[], byte[]>> records) {
  Topics {
    records = List.copyOf(records);
  }

  static Topics readAll(String bootstrapServers) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers)) {
      List<TopicPartition> partitions =
          names()
              .flatMap(topic -> consumer.partitionsFor(topic, Duration.ofSeconds(30)).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return new Topics(records);
    }
  }

  static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", bootstrapServers, "fetch.max.bytes", 16_000_000),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 6_000_000),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Returns when the broker has the record. */
  static RecordMetadata send(String bootstrapServers, ProducerRecord<byte[], byte[]> record) {
    try (KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers)) {
      return producer.send(record).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker did not take a record", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the broker took a record", e);
    }
  }

  private static Stream<String> names() {
    return Stream.of(Topic.values())
        .flatMap(topic -> Stream.of(topic.topicName(), topic.deadLetterName()));
  }

  /** The ids of the events of one fact under a key; the same event delivered again is one id. */
  Set<String> eventIds(String topic, String key, String fact) {
    return records.stream()
        .filter(record -> record.topic().equals(topic))
        .filter(record -> record.key() != null && key.equals(text(record.key())))
        .filter(record -> header(record, "ce_type").startsWith("dev.upkeep." + fact + ".v"))
        .map(record -> header(record, "ce_id"))
        .collect(Collectors.toSet());
  }

  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : text(header.value());
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}
