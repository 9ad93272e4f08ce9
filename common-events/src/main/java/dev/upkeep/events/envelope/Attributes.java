package dev.upkeep.events.envelope;

import dev.upkeep.events.envelope.UnacceptableEvent.Reason;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents attributes of a record in binary mode: headers {@code ce_<name>}, UTF-8.
 * Complaints name the header, never its value, which may be as long as a record and come from
 * anybody.
 */
final class Attributes {
  static final String PREFIX = "ce_";

  private static final int MAX_LENGTH = 1024;

  /** W3C Trace Context, level 1, version 00. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private final ConsumerRecord<?, ?> record;

  Attributes(ConsumerRecord<?, ?> record) {
    this.record = record;
  }

  String required(String name) throws UnacceptableEvent {
    Header header = record.headers().lastHeader(PREFIX + name);
    if (header == null || header.value() == null || header.value().length == 0) {
      throw unacceptable(name, "is missing");
    }
    if (header.value().length > MAX_LENGTH) {
      throw unacceptable(name, "is longer than %d bytes".formatted(MAX_LENGTH));
    }
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  <T> T required(String name, Function<String, T> parser) throws UnacceptableEvent {
    String text = required(name);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      // Without the cause, whose message repeats the value.
      throw unacceptable(name, "is malformed");
    }
  }

  /** The trace context; one that is malformed counts as none, as the W3C asks. */
  @Nullable String traceparent() {
    Header header = record.headers().lastHeader(PREFIX + "traceparent");
    if (header == null || header.value() == null || header.value().length > MAX_LENGTH) {
      return null;
    }
    String text = new String(header.value(), StandardCharsets.US_ASCII);
    return TRACEPARENT.matcher(text).matches() ? text : null;
  }

  /** Java's own parser also reads {@code 1-2-3-4-5}. */
  static UUID uuid(String text) {
    UUID id = UUID.fromString(text);
    if (!id.toString().equalsIgnoreCase(text)) {
      throw new IllegalArgumentException("not a UUID of 36 characters");
    }
    return id;
  }

  static long sequence(String text) {
    long sequence = Long.parseLong(text);
    if (sequence < 1) {
      throw new IllegalArgumentException("sequences count from 1");
    }
    return sequence;
  }

  private static UnacceptableEvent unacceptable(String name, String complaint) {
    return new UnacceptableEvent(
        Reason.NOT_A_CLOUD_EVENT, "the header %s%s %s".formatted(PREFIX, name, complaint));
  }
}
