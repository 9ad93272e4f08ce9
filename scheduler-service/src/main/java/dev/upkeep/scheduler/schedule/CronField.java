package dev.upkeep.scheduler.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers one field of a cron expression stands for.
 *
 * @param values the numbers
 */
record CronField(BitSet values) {

  /** What a field may say. */
  enum Kind {
    SECOND("second", 0, 59, false, ""),
    MINUTE("minute", 0, 59, false, ""),
    HOUR("hour", 0, 23, true, ""),
    DAY_OF_MONTH("day of month", 1, 31, false, ""),
    MONTH("month", 1, 12, true, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    /** 7 is Sunday as 0 is. */
    DAY_OF_WEEK("day of week", 0, 7, true, "SUN MON TUE WED THU FRI SAT");

    final String called;
    final int min;
    final int max;

    /** Whether a range may run over the end: 22-2 of hours, FRI-MON of days. */
    final boolean wraps;

    /** Words for the numbers from the smallest on, with a space between. */
    private final String names;

    Kind(String called, int min, int max, boolean wraps, String names) {
      this.called = called;
      this.min = min;
      this.max = max;
      this.wraps = wraps;
      this.names = names;
    }

    /** How many different values there are. */
    int size() {
      return this == DAY_OF_WEEK ? 7 : max - min + 1;
    }

    /** One number or name. */
    int number(String word) {
      List<String> words = List.of(names.split(" "));
      int named = words.indexOf(word.toUpperCase(Locale.ROOT));
      if (named >= 0) {
        return min + named;
      }
      int number = word.matches("\\d{1,4}") ? Integer.parseInt(word) : -1;
      if (number < min || number > max) {
        throw new BadCron(
            "'" + word + "' is no " + called,
            "Write a number from %d to %d".formatted(min, max)
                + (names.isEmpty() ? "" : " or a name such as " + words.getFirst()));
      }
      return number;
    }
  }

  private static final Pattern ITEM =
      Pattern.compile("(?:(?<all>[*?])|(?<from>\\w+)(?:-(?<to>\\w+))?)(?:/(?<step>\\d{1,4}))?");

  /** Reads a comma-separated list of numbers, names, ranges and steps. */
  static CronField parse(String field, Kind kind) {
    var values = new BitSet();
    for (String item : field.split(",", -1)) {
      add(item, kind, values);
    }
    return new CronField(values);
  }

  private static void add(String item, Kind kind, BitSet values) {
    Matcher parts = ITEM.matcher(item);
    if (!parts.matches()) {
      throw new BadCron(
          "'" + item + "' is no " + kind.called,
          "Write numbers from " + kind.min + " to " + kind.max + ", ranges, lists or steps");
    }
    String stepText = parts.group("step");
    int step = stepText == null ? 1 : Integer.parseInt(stepText);
    if (step < 1 || step > kind.max) {
      throw new BadCron(
          "the step in '" + item + "' does not fit the " + kind.called,
          "Write a step from 1 to " + kind.max);
    }
    int from = kind.min;
    int to = kind.min + kind.size() - 1;
    String first = parts.group("from");
    if (first != null) {
      from = kind.number(first);
      String second = parts.group("to");
      if (second != null) {
        to = kind.number(second);
      } else if (stepText == null) {
        to = from;
      }
    }
    int size = kind.size();
    if (from > to && !kind.wraps) {
      throw new BadCron(
          "the range '" + item + "' of the " + kind.called + " runs backwards",
          "Write the smaller number first");
    }
    int end = from > to ? to + size : to;
    for (int n = from; n <= end; n += step) {
      values.set((n - kind.min) % size + kind.min);
    }
  }

  boolean has(int value) {
    return values.get(value);
  }

  /** The smallest number not below the given one, or -1. */
  int atOrAfter(int value) {
    return values.nextSetBit(value);
  }

  List<Integer> list() {
    return values.stream().boxed().toList();
  }
}
