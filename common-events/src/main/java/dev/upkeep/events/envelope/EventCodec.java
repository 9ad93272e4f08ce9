package dev.upkeep.events.envelope;

import dev.upkeep.events.Event;
import dev.upkeep.events.EventType;
import dev.upkeep.events.Topic;
import dev.upkeep.events.Topics;
import dev.upkeep.events.envelope.UnacceptableEvent.Reason;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;

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

  private EventCodec() {}

  /** The data of an event as JSON. */
  public static byte[] data(Event event) {
    return EventJson.mapper().writeValueAsBytes(event);
  }

  /** The Kafka headers of an event, in a fixed order. */
  public static Map<String, String> headers(EventEnvelope<?> envelope) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "application/json");
    headers.put(Attributes.PREFIX + "specversion", "1.0");
    headers.put(Attributes.PREFIX + "id", envelope.id().toString());
    headers.put(Attributes.PREFIX + "source", envelope.source().toString());
    headers.put(Attributes.PREFIX + "type", envelope.type().wireName());
    headers.put(Attributes.PREFIX + "subject", envelope.subject());
    headers.put(Attributes.PREFIX + "time", envelope.time().toString());
    headers.put(Attributes.PREFIX + "correlationid", envelope.correlationId().toString());
    headers.put(Attributes.PREFIX + "sequence", Long.toString(envelope.sequence()));
    String traceparent = envelope.traceparent();
    if (traceparent != null) {
      headers.put(Attributes.PREFIX + "traceparent", traceparent);
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
          "the value has %d bytes, more than the %d allowed".formatted(value.length, MAX_BYTES));
    }
    Attributes attributes = new Attributes(record);
    if (!"1.0".equals(attributes.required("specversion"))) {
      throw new UnacceptableEvent(Reason.NOT_A_CLOUD_EVENT, "ce_specversion is not 1.0");
    }
    EventType type = type(attributes.required("type"));
    Event event = event(type, value);
    checkPlace(record, attributes.required("subject"), event);
    return new EventEnvelope<>(
        attributes.required("id", Attributes::uuid),
        attributes.required("source", URI::create),
        attributes.required("time", time -> OffsetDateTime.parse(time).toInstant()),
        attributes.required("correlationid", Attributes::uuid),
        attributes.required("sequence", Attributes::sequence),
        attributes.traceparent(),
        event);
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
    } catch (JacksonException e) {
      throw malformed(type, whereItFailed(e), e);
    } catch (IllegalArgumentException e) {
      throw malformed(type, ": " + e.getMessage(), e);
    }
  }

  private static UnacceptableEvent malformed(EventType type, String detail, Exception cause) {
    return new UnacceptableEvent(
        Reason.MALFORMED, "the data is not a " + type.wireName() + detail, cause);
  }

  /** The field, or the place in the text; never what stands there. */
  private static String whereItFailed(JacksonException e) {
    if (!e.getPath().isEmpty()) {
      return ": look at " + clip(e.getPathReference());
    }
    return e instanceof StreamReadException
        ? ": it is not well-formed JSON at byte " + e.getLocation().getByteOffset()
        : ": a field is missing or has a value that is not allowed";
  }

  private static void checkPlace(ConsumerRecord<byte[], byte[]> record, String subject, Event event)
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
    if (!subject.equals(event.system())) {
      throw new UnacceptableEvent(Reason.MISPLACED, "ce_subject is not the event's system");
    }
  }

  private static String clip(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
