package dev.upkeep.events;

import dev.upkeep.events.envelope.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import tools.jackson.databind.JsonNode;

/**
 * One event as it stood on Kafka when its version was made. The files under {@code golden/} are
 * never edited to please a test: a change that needs it breaks readers and belongs into the next
 * major version. (Fields added later are added to the file.)
 */
public record Golden(
    EventType type, String topic, String key, Map<String, String> headers, JsonNode data) {

  public static List<Golden> all() {
    return Arrays.stream(EventType.values()).map(Golden::of).toList();
  }

  public static Golden of(EventType type) {
    JsonNode file = resource("/golden/%s.v%d.json".formatted(type.fact(), type.major()));
    Map<String, String> headers = new LinkedHashMap<>();
    file.get("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().stringValue()));
    return new Golden(
        type,
        file.get("topic").stringValue(),
        file.get("key").stringValue(),
        headers,
        file.get("data"));
  }

  public static JsonNode resource(String path) {
    try (var file = Golden.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new AssertionError("there is no " + path);
      }
      return EventJson.mapper().readTree(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] value() {
    return EventJson.mapper().writeValueAsBytes(data);
  }

  /** The record as a consumer sees it. */
  public ConsumerRecord<byte[], byte[]> onKafka() {
    return onKafka(topic, key, headers, value());
  }

  public ConsumerRecord<byte[], byte[]> withHeader(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(headers);
    changed.put(name, value);
    return onKafka(topic, key, changed, value());
  }

  public ConsumerRecord<byte[], byte[]> withoutHeader(String name) {
    Map<String, String> changed = new LinkedHashMap<>(headers);
    changed.remove(name);
    return onKafka(topic, key, changed, value());
  }

  public ConsumerRecord<byte[], byte[]> withValue(byte[] value) {
    return onKafka(topic, key, headers, value);
  }

  public static ConsumerRecord<byte[], byte[]> onKafka(
      String topic, String key, Map<String, String> headers, byte[] value) {
    RecordHeaders onWire = new RecordHeaders();
    headers.forEach((name, text) -> onWire.add(name, text.getBytes(StandardCharsets.UTF_8)));
    return new ConsumerRecord<>(
        topic,
        0,
        0,
        0,
        TimestampType.CREATE_TIME,
        key.length(),
        value.length,
        key.getBytes(StandardCharsets.UTF_8),
        value,
        onWire,
        Optional.empty());
  }

  @Override
  public String toString() {
    return type.wireName();
  }
}
