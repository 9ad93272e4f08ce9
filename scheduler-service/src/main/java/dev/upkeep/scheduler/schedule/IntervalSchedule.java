package dev.upkeep.scheduler.schedule;

import dev.upkeep.system.amount.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Due again and again after the same length of time, counted from midnight of 1 January 1970 in the
 * zone: the instants do not depend on when a service was started. The length is exact, so the local
 * time moves by an hour when the zone's clocks are changed; who wants a local time uses cron.
 *
 * @param every at least a second
 */
public record IntervalSchedule(Duration every, ZoneId zone) implements Schedule {

  /** Nothing is scheduled more often. */
  public static final Duration SHORTEST = Duration.ofSeconds(1);

  public IntervalSchedule {
    if (every.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("shorter than a second: " + every);
    }
  }

  @Override
  public Optional<Instant> nextAfter(Instant after) {
    Instant anchor = LocalDate.EPOCH.atStartOfDay(zone).toInstant();
    Duration since = Duration.between(anchor, after);
    long passed = since.dividedBy(every);
    Instant next = anchor.plus(every.multipliedBy(passed));
    // Division cuts towards zero, so before the anchor the next may be one too late already.
    while (!next.isAfter(after)) {
      next = next.plus(every);
    }
    return Optional.of(next);
  }

  @Override
  public String describe() {
    return "every " + Durations.print(every) + " since midnight " + zone + " time";
  }

  @Override
  public String identity() {
    return "every " + every + " " + zone;
  }
}
