package dev.upkeep.chassis.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.upkeep.events.Event;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventCodec;
import dev.upkeep.events.envelope.EventEnvelope;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts events on the platform's broker as another service would. */
public final class TestEvents {
  private TestEvents() {}

  /** An event as it stands on the wire, first of its key, caused by nothing. */
  public static ProducerRecord<byte[], byte[]> record(Topic topic, Event event) {
    EventEnvelope<Event> envelope =
        new EventEnvelope<>(
            UUID.randomUUID(),
            URI.create("/upkeep/test"),
            Instant.now(),
            UUID.randomUUID(),
            1,
            null,
            event);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic.topicName(), event.key().getBytes(UTF_8), EventCodec.data(event));
    EventCodec.headers(envelope)
        .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }

  /** Returns when the broker has the event. */
  public static void send(Topic topic, Event event) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", TestPlatform.kafka().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(record(topic, event)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker did not take " + event, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the broker took " + event, e);
    }
  }
}
