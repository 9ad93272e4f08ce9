package dev.upkeep.scheduler.schedule;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says in words what an expression means; where words would mislead, it shows the expression. */
final class CronDescription {

  private static final Pattern PLAIN_LIST = Pattern.compile("[0-9A-Z,-]+");
  private static final Pattern PLAIN_NUMBERS = Pattern.compile("[0-9,]+");
  private static final Pattern NTH = Pattern.compile("(\\w{1,3})#([1-5])");
  private static final Pattern LAST = Pattern.compile("(\\w{1,3})L");
  private static final Pattern STEP = Pattern.compile("(?:\\d+ )?\\*/(\\d+) \\* \\* \\* \\*");
  private static final List<String> ORDINALS =
      List.of("first", "second", "third", "fourth", "fifth");

  private CronDescription() {}

  static String of(CronExpression cron) {
    return inWords(cron).orElse("by cron '" + cron.text() + "' in");
  }

  private static Optional<String> inWords(CronExpression cron) {
    Matcher step = STEP.matcher(cron.text());
    if (step.matches() && 60 % Integer.parseInt(step.group(1)) == 0) {
      return Optional.of("every " + step.group(1) + " minutes,");
    }
    return days(cron).flatMap(days -> times(cron).map(times -> days + months(cron) + " " + times));
  }

  private static Optional<String> times(CronExpression cron) {
    List<Integer> minutes = cron.minutes().list();
    List<Integer> seconds = cron.seconds().list();
    List<Integer> hours = cron.hours().list();
    if (minutes.size() != 1 || seconds.size() != 1 || hours.size() > 4) {
      return Optional.empty();
    }
    String tail = seconds.getFirst() == 0 ? "" : ":%02d".formatted(seconds.getFirst());
    return Optional.of(
        hours.stream()
            .map(hour -> "%02d:%02d".formatted(hour, minutes.getFirst()) + tail)
            .collect(Collectors.joining(", ", "at ", "")));
  }

  private static Optional<String> days(CronExpression cron) {
    String ofMonth = cron.daysOfMonth().text();
    String ofWeek = cron.daysOfWeek().text();
    boolean anyOfMonth = ofMonth.equals("*") || ofMonth.equals("?");
    boolean anyOfWeek = ofWeek.equals("*") || ofWeek.equals("?");
    if (anyOfMonth && anyOfWeek) {
      return Optional.of("every day");
    }
    if (anyOfMonth) {
      return weekdays(ofWeek);
    }
    return anyOfWeek ? monthDays(ofMonth) : Optional.empty();
  }

  private static Optional<String> monthDays(String field) {
    if (field.equals("L")) {
      return Optional.of("on the last day of the month");
    }
    return PLAIN_NUMBERS.matcher(field).matches()
        ? Optional.of(
            "on day "
                + joined(
                    CronField.parse(field, CronField.Kind.DAY_OF_MONTH).list().stream()
                        .map(String::valueOf)
                        .toList())
                + " of the month")
        : Optional.empty();
  }

  private static Optional<String> weekdays(String field) {
    Matcher nth = NTH.matcher(field);
    if (nth.matches()) {
      return Optional.of(
          "on the %s %s of the month"
              .formatted(
                  ORDINALS.get(Integer.parseInt(nth.group(2)) - 1),
                  name(CronField.Kind.DAY_OF_WEEK.number(nth.group(1)))));
    }
    Matcher last = LAST.matcher(field);
    if (last.matches()) {
      return Optional.of(
          "on the last %s of the month"
              .formatted(name(CronField.Kind.DAY_OF_WEEK.number(last.group(1)))));
    }
    if (!PLAIN_LIST.matcher(field).matches()) {
      return Optional.empty();
    }
    List<Integer> days = CronField.parse(field, CronField.Kind.DAY_OF_WEEK).list();
    return Optional.of(
        days.equals(List.of(1, 2, 3, 4, 5))
            ? "Monday to Friday"
            : "every " + joined(days.stream().map(CronDescription::name).toList()));
  }

  private static String months(CronExpression cron) {
    List<Integer> months = cron.months().list();
    return months.size() == 12
        ? ""
        : " in "
            + joined(
                months.stream()
                    .map(m -> Month.of(m).getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                    .toList());
  }

  private static String name(int day) {
    return DayOfWeek.of(day % 7 == 0 ? 7 : day % 7).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static String joined(List<String> words) {
    return words.size() == 1
        ? words.getFirst()
        : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }
}
