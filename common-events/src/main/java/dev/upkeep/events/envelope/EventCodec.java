package dev.upkeep.events.envelope;

import dev.upkeep.events.Event;
import dev.upkeep.events.EventType;
import dev.upkeep.events.Topic;
import dev.upkeep.events.Topics;
import dev.upkeep.events.envelope.UnacceptableEvent.Reason;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Puts events on the wire and takes them off it: CloudEvents 1.0, Kafka protocol binding, binary
 * content mode.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">
 *     CloudEvents Kafka binding</a>
 */
public final class EventCodec {
  /** The largest value that is parsed, in bytes; larger records are refused unread. */
  public static final int MAX_BYTES = 1024 * 1024;

  private static final String PREFIX = "ce_";

  private EventCodec() {}

  /** The data of an event as JSON. */
  public static byte[] data(Event event) {
    return EventJson.mapper().writeValueAsBytes(event);
  }

  /** The Kafka headers of an event, in a fixed order. */
  public static Map<String, String> headers(EventEnvelope<?> envelope) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "application/json");
    headers.put(PREFIX + "specversion", "1.0");
    headers.put(PREFIX + "id", envelope.id().toString());
    headers.put(PREFIX + "source", envelope.source().toString());
    headers.put(PREFIX + "type", envelope.type().wireName());
    headers.put(PREFIX + "subject", envelope.subject());
    headers.put(PREFIX + "time", envelope.time().toString());
    headers.put(PREFIX + "correlationid", envelope.correlationId().toString());
    headers.put(PREFIX + "sequence", Long.toString(envelope.sequence()));
    String traceparent = envelope.traceparent();
    if (traceparent != null) {
      headers.put(PREFIX + "traceparent", traceparent);
    }
    return headers;
  }

  /**
   * Reads a record.
   *
   * @throws UnacceptableEvent if it is not an event this version can read; the message says what is
   *     wrong without repeating the data
   */
  public static EventEnvelope<Event> decode(ConsumerRecord<byte[], byte[]> record)
      throws UnacceptableEvent {
    byte[] value = record.value();
    if (value == null || value.length == 0) {
      throw new UnacceptableEvent(Reason.NOT_A_CLOUD_EVENT, "the record has no value");
    }
    if (value.length > MAX_BYTES) {
      throw new UnacceptableEvent(
          Reason.TOO_LARGE,
          "the value has %,d bytes, more than the %,d allowed".formatted(value.length, MAX_BYTES));
    }
    if (!"1.0".equals(required(record, "specversion"))) {
      throw new UnacceptableEvent(Reason.NOT_A_CLOUD_EVENT, "ce_specversion is not 1.0");
    }
    EventType type = type(required(record, "type"));
    Event event = event(type, value);
    checkPlace(record, event);
    try {
      return new EventEnvelope<>(
          UUID.fromString(required(record, "id")),
          URI.create(required(record, "source")),
          OffsetDateTime.parse(required(record, "time")).toInstant(),
          UUID.fromString(required(record, "correlationid")),
          Long.parseLong(required(record, "sequence")),
          header(record, "traceparent"),
          event);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new UnacceptableEvent(
          Reason.NOT_A_CLOUD_EVENT, "a CloudEvents attribute is malformed: " + e.getMessage(), e);
    }
  }

  private static EventType type(String name) throws UnacceptableEvent {
    var known = EventType.named(name);
    if (known.isPresent()) {
      return known.get();
    }
    Reason reason = EventType.knowsFact(name) ? Reason.UNKNOWN_VERSION : Reason.UNKNOWN_TYPE;
    throw new UnacceptableEvent(
        reason, "this version does not know the type '%s'".formatted(clip(name)));
  }

  private static Event event(EventType type, byte[] value) throws UnacceptableEvent {
    try {
      Event event = EventJson.mapper().readValue(value, type.payload());
      if (event == null) {
        throw new UnacceptableEvent(Reason.MALFORMED, "the data is JSON null");
      }
      RequiredFields.check(event);
      return event;
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      throw new UnacceptableEvent(
          Reason.MALFORMED, "the data is not a %s".formatted(type.wireName()), e);
    }
  }

  private static void checkPlace(ConsumerRecord<byte[], byte[]> record, Event event)
      throws UnacceptableEvent {
    Topic topic = Topic.named(record.topic()).orElse(null);
    if (topic != null && !Topics.allows(topic, event)) {
      throw new UnacceptableEvent(
          Reason.MISPLACED,
          "%s does not belong on %s".formatted(EventType.of(event).wireName(), record.topic()));
    }
    byte[] key = record.key();
    if (key == null || !new String(key, StandardCharsets.UTF_8).equals(event.key())) {
      throw new UnacceptableEvent(Reason.MISPLACED, "the record's key is not the event's");
    }
  }

  private static String required(ConsumerRecord<?, ?> record, String attribute)
      throws UnacceptableEvent {
    String value = header(record, attribute);
    if (value == null || value.isEmpty()) {
      throw new UnacceptableEvent(
          Reason.NOT_A_CLOUD_EVENT, "the header %s%s is missing".formatted(PREFIX, attribute));
    }
    return value;
  }

  private static @Nullable String header(ConsumerRecord<?, ?> record, String attribute) {
    Header header = record.headers().lastHeader(PREFIX + attribute);
    if (header == null || header.value() == null) {
      return null;
    }
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  private static String clip(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
