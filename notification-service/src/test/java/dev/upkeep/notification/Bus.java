package dev.upkeep.notification;

import dev.upkeep.chassis.test.TestPlatform;
import dev.upkeep.events.Event;
import dev.upkeep.events.Topics;
import dev.upkeep.events.envelope.EventCodec;
import dev.upkeep.events.envelope.EventEnvelope;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Tells events on the real broker, as another service would. */
public final class Bus implements AutoCloseable {
  private final Producer<byte[], byte[]> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", TestPlatform.kafka().bootstrapServers(), "acks", "all"),
          new ByteArraySerializer(),
          new ByteArraySerializer());

  public EventEnvelope<Event> tell(Event event) {
    EventEnvelope<Event> envelope = News.envelope(event);
    tell(envelope);
    return envelope;
  }

  public void tell(EventEnvelope<Event> envelope) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.of(envelope.event(), kind -> "database").topicName(),
            envelope.event().key().getBytes(StandardCharsets.UTF_8),
            EventCodec.data(envelope.event()));
    EventCodec.headers(envelope)
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    try {
      var told = producer.send(record).get();
      if (!told.hasOffset()) {
        throw new IllegalStateException("the broker did not acknowledge " + envelope.id());
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("cannot tell " + envelope.id(), e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
