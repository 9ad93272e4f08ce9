package dev.upkeep.scheduler.schedule;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A cron expression over local times, without any zone.
 *
 * <p>Five fields as in crontab(5), six with seconds in front, and the usual nicknames; in the day
 * fields also L, L-n, LW, nW, n#k and nL as Quartz has them. If both day fields are restricted,
 * either suffices, as crontab(5) says; a field that begins with {@code *} counts as unrestricted.
 */
public final class CronExpression {

  /**
   * After 400 years the Gregorian calendar repeats itself: what has not come by then never does.
   */
  private static final int CYCLE_IN_YEARS = 400;

  private final String text;
  private final CronField seconds;
  private final CronField minutes;
  private final CronField hours;
  private final CronField months;
  private final DayField daysOfMonth;
  private final DayField daysOfWeek;

  /** A field about days: what it matches, and whether it restricts anything. */
  record DayField(String text, boolean restricted, List<Predicate<LocalDate>> anyOf) {
    boolean matches(LocalDate date) {
      return anyOf.stream().anyMatch(rule -> rule.test(date));
    }
  }

  CronExpression(
      String text,
      CronField seconds,
      CronField minutes,
      CronField hours,
      CronField months,
      DayField daysOfMonth,
      DayField daysOfWeek) {
    this.text = text;
    this.seconds = seconds;
    this.minutes = minutes;
    this.hours = hours;
    this.months = months;
    this.daysOfMonth = daysOfMonth;
    this.daysOfWeek = daysOfWeek;
  }

  /** What came of reading an expression. */
  public sealed interface Parsed {
    /** A cron expression. */
    record Good(CronExpression cron) implements Parsed {}

    /** None, with what is wrong and what to write. */
    record Bad(String what, String remedy) implements Parsed {}
  }

  /** Reads an expression; one that can never be due is bad. */
  public static Parsed parse(String text) {
    return CronParser.parse(text);
  }

  /** The expression with single spaces between its fields. */
  public String text() {
    return text;
  }

  /** The first matching local time at or after the given one. */
  Optional<LocalDateTime> atOrAfter(LocalDateTime from) {
    LocalDateTime second = from.truncatedTo(ChronoUnit.SECONDS);
    LocalDateTime start = second.equals(from) ? from : second.plusSeconds(1);
    LocalDate last = start.toLocalDate().plusYears(CYCLE_IN_YEARS);
    LocalTime earliest = start.toLocalTime();
    for (LocalDate date = start.toLocalDate(); date.isBefore(last); ) {
      if (!months.has(date.getMonthValue())) {
        date = date.withDayOfMonth(1).plusMonths(1);
        earliest = LocalTime.MIDNIGHT;
        continue;
      }
      if (matches(date)) {
        Optional<LocalTime> time = timeAtOrAfter(earliest);
        if (time.isPresent()) {
          return Optional.of(date.atTime(time.get()));
        }
      }
      date = date.plusDays(1);
      earliest = LocalTime.MIDNIGHT;
    }
    return Optional.empty();
  }

  private boolean matches(LocalDate date) {
    boolean ofMonth = daysOfMonth.matches(date);
    boolean ofWeek = daysOfWeek.matches(date);
    boolean either = daysOfMonth.restricted() && daysOfWeek.restricted();
    return either ? ofMonth || ofWeek : ofMonth && ofWeek;
  }

  private Optional<LocalTime> timeAtOrAfter(LocalTime from) {
    int minute = from.getMinute();
    int second = from.getSecond();
    for (int h = hours.atOrAfter(from.getHour()); h >= 0; h = hours.atOrAfter(h + 1)) {
      if (h > from.getHour()) {
        minute = 0;
        second = 0;
      }
      for (int m = minutes.atOrAfter(minute); m >= 0; m = minutes.atOrAfter(m + 1)) {
        int s = seconds.atOrAfter(m > minute ? 0 : second);
        if (s >= 0) {
          return Optional.of(LocalTime.of(h, m, s));
        }
      }
    }
    return Optional.empty();
  }

  CronField seconds() {
    return seconds;
  }

  CronField minutes() {
    return minutes;
  }

  CronField hours() {
    return hours;
  }

  CronField months() {
    return months;
  }

  DayField daysOfMonth() {
    return daysOfMonth;
  }

  DayField daysOfWeek() {
    return daysOfWeek;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CronExpression cron && cron.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
