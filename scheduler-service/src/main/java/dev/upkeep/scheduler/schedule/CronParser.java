package dev.upkeep.scheduler.schedule;

import dev.upkeep.scheduler.schedule.CronExpression.DayField;
import dev.upkeep.scheduler.schedule.CronExpression.Parsed;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads cron expressions. */
final class CronParser {

  private static final Map<String, String> NICKNAMES =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final Pattern BEFORE_LAST = Pattern.compile("L(?:-(\\d{1,2}))?");
  private static final Pattern NEAREST_WEEKDAY = Pattern.compile("(\\d{1,2})W");
  private static final Pattern NTH = Pattern.compile("(\\w{1,3})#(\\d)");
  private static final Pattern LAST_OF_KIND = Pattern.compile("(\\w{1,3})L");

  private CronParser() {}

  static Parsed parse(String text) {
    try {
      CronExpression cron = expression(text.strip());
      return cron.atOrAfter(LocalDateTime.of(2000, 1, 1, 0, 0)).isPresent()
          ? new Parsed.Good(cron)
          : new Parsed.Bad(
              "'" + cron.text() + "' is never due: no such day exists",
              "Choose a day that the month has; L means its last day");
    } catch (BadCron bad) {
      return bad.answer();
    }
  }

  private static CronExpression expression(String text) {
    String fields = text.startsWith("@") ? nickname(text) : text;
    List<String> field = new ArrayList<>(List.of(fields.split("\\s+")));
    if (field.size() == 5) {
      field.addFirst("0");
    }
    if (field.size() != 6) {
      throw new BadCron(
          "'" + text + "' has " + field.size() + " fields",
          "Write 5 (minute hour day-of-month month day-of-week) or 6 with seconds in front");
    }
    return new CronExpression(
        text.replaceAll("\\s+", " "),
        CronField.parse(field.get(0), CronField.Kind.SECOND),
        CronField.parse(field.get(1), CronField.Kind.MINUTE),
        CronField.parse(field.get(2), CronField.Kind.HOUR),
        CronField.parse(field.get(4), CronField.Kind.MONTH),
        days(field.get(3), CronParser::dayOfMonth),
        days(field.get(5), CronParser::dayOfWeek));
  }

  private static String nickname(String text) {
    String fields = NICKNAMES.get(text.toLowerCase(Locale.ROOT));
    if (fields == null) {
      throw new BadCron(
          "'" + text + "' is no nickname of a schedule",
          "Known are " + String.join(", ", NICKNAMES.keySet().stream().sorted().toList()));
    }
    return fields;
  }

  private static DayField days(String field, Function<String, Predicate<LocalDate>> rule) {
    boolean restricted = !field.startsWith("*") && !field.startsWith("?");
    String upper = field.toUpperCase(Locale.ROOT);
    return new DayField(
        upper, restricted, List.of(upper.split(",", -1)).stream().map(rule).toList());
  }

  private static Predicate<LocalDate> dayOfMonth(String item) {
    if (item.equals("LW") || item.equals("WL")) {
      return date -> date.equals(lastWeekday(date));
    }
    Matcher beforeLast = BEFORE_LAST.matcher(item);
    if (beforeLast.matches()) {
      String days = beforeLast.group(1);
      int before = days == null ? 0 : Integer.parseInt(days);
      if (before > 30) {
        throw new BadCron("'" + item + "' is no day of month", "Write L-1 to L-30");
      }
      return date -> date.getDayOfMonth() == date.lengthOfMonth() - before;
    }
    Matcher nearest = NEAREST_WEEKDAY.matcher(item);
    if (nearest.matches()) {
      int day = CronField.Kind.DAY_OF_MONTH.number(nearest.group(1));
      return date -> day <= date.lengthOfMonth() && date.equals(nearestWeekday(date, day));
    }
    CronField days = CronField.parse(item, CronField.Kind.DAY_OF_MONTH);
    return date -> days.has(date.getDayOfMonth());
  }

  private static Predicate<LocalDate> dayOfWeek(String item) {
    Matcher nth = NTH.matcher(item);
    if (nth.matches()) {
      int day = CronField.Kind.DAY_OF_WEEK.number(nth.group(1)) % 7;
      int count = Integer.parseInt(nth.group(2));
      if (count < 1 || count > 5) {
        throw new BadCron("'" + item + "' names no week of a month", "Write #1 to #5");
      }
      return date -> number(date) == day && (date.getDayOfMonth() - 1) / 7 + 1 == count;
    }
    Matcher last = LAST_OF_KIND.matcher(item);
    if (last.matches()) {
      int day = CronField.Kind.DAY_OF_WEEK.number(last.group(1)) % 7;
      return date -> number(date) == day && date.getDayOfMonth() > date.lengthOfMonth() - 7;
    }
    CronField days = CronField.parse(item, CronField.Kind.DAY_OF_WEEK);
    return date -> days.has(number(date));
  }

  /** Sunday is 0, as cron counts. */
  private static int number(LocalDate date) {
    return date.getDayOfWeek().getValue() % 7;
  }

  /** Monday to Friday nearest to a day, without leaving its month. */
  private static LocalDate nearestWeekday(LocalDate anyOfMonth, int day) {
    LocalDate date = anyOfMonth.withDayOfMonth(day);
    return switch (date.getDayOfWeek()) {
      case SATURDAY -> day == 1 ? date.plusDays(2) : date.minusDays(1);
      case SUNDAY -> day == date.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
      case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> date;
    };
  }

  private static LocalDate lastWeekday(LocalDate anyOfMonth) {
    LocalDate last = anyOfMonth.with(TemporalAdjusters.lastDayOfMonth());
    return last.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0
        ? last.with(TemporalAdjusters.previous(DayOfWeek.FRIDAY))
        : last;
  }
}
