package dev.upkeep.system.amount;

import java.math.BigInteger;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lengths of time that mean the same everywhere: {@code 500ms}, {@code 5s}, {@code 30m}, {@code
 * 6h}, {@code 1h30m}, {@code 2d} (a day is 24 hours here, a week seven of them), or ISO-8601 as
 * {@link Duration#parse} reads it ({@code PT6H}). Never negative.
 */
public final class Durations {

  /** What to tell a person whose duration could not be read. */
  public static final String REMEDY =
      "Write a number and a unit: 500ms, 5s, 30m, 6h, 2d, 1w, or ISO-8601 such as PT6H";

  private static final Pattern SHORT = Pattern.compile("(?:\\d{1,9}(?:ms|[smhdw]))+");
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|[smhdw])");

  private Durations() {}

  public static Optional<Duration> parse(String text) {
    if (!SHORT.matcher(text).matches()) {
      return iso(text);
    }
    Duration sum = Duration.ZERO;
    for (Matcher part = PART.matcher(text); part.find(); ) {
      long count = new BigInteger(part.group(1)).longValueExact();
      sum = sum.plus(unit(part.group(2)).multipliedBy(count));
    }
    return Optional.of(sum);
  }

  /** The short form: {@code 6h}, {@code 1h30m}, {@code 500ms}. */
  public static String print(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    var text = new StringBuilder();
    append(text, duration.toDaysPart(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? duration.toString() : text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count != 0) {
      text.append(count).append(unit);
    }
  }

  private static Optional<Duration> iso(String text) {
    try {
      Duration duration = Duration.parse(text);
      return duration.isNegative() ? Optional.empty() : Optional.of(duration);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Duration unit(String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      case "d" -> Duration.ofDays(1);
      case "w" -> Duration.ofDays(7);
      default -> throw new IllegalArgumentException("no unit: " + unit);
    };
  }
}
