package dev.upkeep.scheduler.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A rule that says when something is due. Pure: it neither knows nor asks what time it is. */
public sealed interface Schedule permits CronSchedule, IntervalSchedule, OneShotSchedule {

  /** The zone whose clocks the rule is about. */
  ZoneId zone();

  /** The first due instant strictly after the given one; nothing if there is none any more. */
  Optional<Instant> nextAfter(Instant after);

  /** The rule in words: {@code every Sunday at 02:00 Asia/Bangkok time}. */
  String describe();

  /**
   * What makes two schedules the same: the rule and its zone. Editing a title or a policy leaves it
   * alone, so that an edit does not replay the past.
   */
  String identity();

  /** The next due instants, at most so many. */
  default List<Instant> nextAfter(Instant after, int most) {
    List<Instant> next = new ArrayList<>();
    Optional<Instant> due = nextAfter(after);
    while (due.isPresent() && next.size() < most) {
      next.add(due.get());
      due = nextAfter(due.get());
    }
    return List.copyOf(next);
  }
}
