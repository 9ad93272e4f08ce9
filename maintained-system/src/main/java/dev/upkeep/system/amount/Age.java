package dev.upkeep.system.amount;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How old something must be, in the units of a calendar and of a clock: {@code 1y}, {@code 6mo},
 * {@code 90d}, {@code 24h}, {@code 1y6mo}, or ISO-8601 ({@code P1Y}, {@code PT24H}).
 *
 * <p>Years, months, weeks and days are steps of the calendar in the zone the dates belong to, hours
 * and smaller ones are exact: {@code 1d} may be 23 or 25 hours long, {@code 24h} never is.
 *
 * @param calendar years, months and days
 * @param exact hours, minutes and seconds
 * @param written the text it was read from
 */
public record Age(Period calendar, Duration exact, String written) {

  /** What to tell a person whose age could not be read. */
  public static final String REMEDY =
      "Write a number and a unit: 24h, 90d, 2w, 6mo, 1y, or ISO-8601 such as P1Y or PT24H";

  private static final Pattern SHORT = Pattern.compile("(?:\\d{1,6}(?:mo|[ywdhms]))+");
  private static final Pattern PART = Pattern.compile("(\\d{1,6})(mo|[ywdhms])");
  private static final Pattern ISO = Pattern.compile("(P[0-9YMWD]*)(T[0-9HMS]+)?");

  public Age {
    if (calendar.isNegative() || exact.isNegative() || (calendar.isZero() && exact.isZero())) {
      throw new IllegalArgumentException("an age is longer than nothing: " + written);
    }
  }

  public static Optional<Age> parse(String text) {
    Matcher iso = ISO.matcher(text);
    if (iso.matches()) {
      return iso(text, iso);
    }
    if (!SHORT.matcher(text).matches()) {
      return Optional.empty();
    }
    Period calendar = Period.ZERO;
    Duration exact = Duration.ZERO;
    for (Matcher part = PART.matcher(text); part.find(); ) {
      int count = Integer.parseInt(part.group(1));
      switch (part.group(2)) {
        case "y" -> calendar = calendar.plusYears(count);
        case "mo" -> calendar = calendar.plusMonths(count);
        case "w" -> calendar = calendar.plusDays(7L * count);
        case "d" -> calendar = calendar.plusDays(count);
        case "h" -> exact = exact.plusHours(count);
        case "m" -> exact = exact.plusMinutes(count);
        default -> exact = exact.plusSeconds(count);
      }
    }
    return checked(calendar, exact, text);
  }

  /** The instant before which things are older than this, seen from the given instant. */
  public Instant before(Instant now, ZoneId zone) {
    return now.atZone(zone).minus(calendar).toInstant().minus(exact);
  }

  private static Optional<Age> iso(String text, Matcher parts) {
    try {
      boolean noDate = parts.group(1).equals("P");
      boolean noTime = parts.group(2) == null;
      if (noDate && noTime) {
        return Optional.empty();
      }
      return checked(
          noDate ? Period.ZERO : Period.parse(parts.group(1)),
          noTime ? Duration.ZERO : Duration.parse("P" + parts.group(2)),
          text);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Age> checked(Period calendar, Duration exact, String text) {
    return calendar.isZero() && exact.isZero()
        ? Optional.empty()
        : Optional.of(new Age(calendar, exact, text));
  }

  @Override
  public String toString() {
    return written;
  }
}
