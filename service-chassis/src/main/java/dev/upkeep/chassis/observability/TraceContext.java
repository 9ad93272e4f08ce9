package dev.upkeep.chassis.observability;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A W3C trace context: what joins log lines and spans of several services into one story.
 *
 * @param traceId 32 hexadecimal digits, not all zero
 * @param spanId 16 hexadecimal digits, not all zero
 * @param flags 2 hexadecimal digits; {@code 01} means recorded
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">traceparent</a>
 */
public record TraceContext(String traceId, String spanId, String flags) {
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  /** The trace that a {@code traceparent} names; a new one where it names none. */
  public static TraceContext continuing(@Nullable String traceparent) {
    return parse(traceparent).map(TraceContext::child).orElseGet(TraceContext::begin);
  }

  /** A new trace. */
  public static TraceContext begin() {
    return new TraceContext(digits(16), digits(8), "01");
  }

  /** Reads a {@code traceparent}; empty where there is none or it is malformed. */
  public static Optional<TraceContext> parse(@Nullable String traceparent) {
    if (traceparent == null) {
      return Optional.empty();
    }
    Matcher parts = TRACEPARENT.matcher(traceparent);
    if (!parts.matches()
        || traceparent.startsWith("ff")
        || isZero(parts.group(1))
        || isZero(parts.group(2))) {
      return Optional.empty();
    }
    return Optional.of(new TraceContext(parts.group(1), parts.group(2), parts.group(3)));
  }

  /** A span of the same trace. */
  public TraceContext child() {
    return new TraceContext(traceId, digits(8), flags);
  }

  /** As it stands in a header. */
  public String traceparent() {
    return "00-" + traceId + "-" + spanId + "-" + flags;
  }

  private static boolean isZero(String digits) {
    return digits.chars().allMatch(digit -> digit == '0');
  }

  /** Ids need to be unlikely to meet, not hard to guess. */
  private static String digits(int bytes) {
    byte[] random = new byte[bytes];
    do {
      ThreadLocalRandom.current().nextBytes(random);
    } while (isZero(HexFormat.of().formatHex(random)));
    return HexFormat.of().formatHex(random);
  }
}
