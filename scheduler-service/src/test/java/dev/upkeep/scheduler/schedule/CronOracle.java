package dev.upkeep.scheduler.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds due instants by looking at every minute there is. Shares no line with the real thing. */
final class CronOracle {

  private CronOracle() {}

  /** A rule as sets of numbers; Sunday is 0. */
  record Rule(
      Set<Integer> minutes, Set<Integer> hours, Set<Integer> daysOfMonth, Set<Integer> daysOfWeek) {

    boolean matches(LocalDateTime local) {
      boolean monthDay = daysOfMonth.contains(local.getDayOfMonth());
      boolean weekDay = daysOfWeek.contains(local.getDayOfWeek().getValue() % 7);
      boolean either = daysOfMonth.size() < 31 && daysOfWeek.size() < 7;
      boolean day = either ? monthDay || weekDay : monthDay && weekDay;
      return day && hours.contains(local.getHour()) && minutes.contains(local.getMinute());
    }

    CronExpression parsed() {
      String text =
          "%s %s %s * %s"
              .formatted(
                  list(minutes, 60), list(hours, 24), list(daysOfMonth, 31), list(daysOfWeek, 7));
      return ((CronExpression.Parsed.Good) CronExpression.parse(text)).cron();
    }

    private static String list(Set<Integer> values, int all) {
      return values.size() == all
          ? "*"
          : values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
  }

  /** All due instants after the one and not after the other. */
  static List<Instant> walk(Rule rule, ZoneId zone, DstRules dst, Instant after, Instant until) {
    List<Instant> due = new ArrayList<>();
    Instant minute = after.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    for (; !minute.isAfter(until); minute = minute.plus(1, ChronoUnit.MINUTES)) {
      if (due(rule, zone, dst, minute)) {
        due.add(minute);
      }
    }
    return due;
  }

  private static boolean due(Rule rule, ZoneId zone, DstRules dst, Instant minute) {
    LocalDateTime local = LocalDateTime.ofInstant(minute, zone);
    if (rule.matches(local)) {
      ZoneOffset now = zone.getRules().getOffset(minute);
      // Two offsets are valid where clocks show a time twice; the larger one comes first.
      var offsets = zone.getRules().getValidOffsets(local);
      boolean earliest =
          offsets.stream().allMatch(o -> o.getTotalSeconds() <= now.getTotalSeconds());
      boolean latest = offsets.stream().allMatch(o -> o.getTotalSeconds() >= now.getTotalSeconds());
      boolean thisOne =
          switch (dst.overlap()) {
            case FIRST -> earliest;
            case LAST -> latest;
            case BOTH -> true;
          };
      if (thisOne) {
        return true;
      }
    }
    return dst.gap() == DstRules.Gap.SHIFT && endsAGapWithADueTime(rule, zone, minute);
  }

  private static boolean endsAGapWithADueTime(Rule rule, ZoneId zone, Instant minute) {
    ZoneOffsetTransition change = zone.getRules().nextTransition(minute.minusSeconds(1));
    if (change == null || !change.getInstant().equals(minute) || !change.isGap()) {
      return false;
    }
    LocalDateTime skipped = change.getDateTimeBefore();
    for (; skipped.isBefore(change.getDateTimeAfter()); skipped = skipped.plusMinutes(1)) {
      if (rule.matches(skipped)) {
        return true;
      }
    }
    return false;
  }
}
