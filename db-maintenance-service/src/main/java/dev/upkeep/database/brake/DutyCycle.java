package dev.upkeep.database.brake;

import java.time.Duration;

/**
 * Which part of the time is worked: less by a third whenever the application feels too much, a
 * little more while it feels little, and quickly more until it felt too much for the first time.
 * The part is changed rather than the size of a batch: what each commit costs by itself would make
 * small batches slow for us and no better for others.
 */
final class DutyCycle {

  static final double LEAST = 0.02;

  private static final double FIRST = 0.25;
  private static final double LESS = 2.0 / 3;
  private static final double MORE = 0.03;
  private static final double MORE_AT_FIRST = 0.15;

  /** Between this part of the limit and the limit itself nothing changes. */
  private static final double NEAR = 0.7;

  /** Below this part batches are short, so that nobody waits long behind one. */
  private static final double LONG_BATCHES = 0.75;

  private static final int SHORT_BATCH = 1_000;

  private double part = FIRST;
  private boolean feltTooMuch;

  /**
   * Takes note of what the application feels.
   *
   * @return whether less is worked from now on
   */
  boolean felt(Duration latency, Duration limit) {
    if (latency.compareTo(limit) > 0) {
      feltTooMuch = true;
      part = Math.max(LEAST, part * LESS);
      return true;
    }
    if (latency.toNanos() < NEAR * limit.toNanos()) {
      part = Math.min(1, part + (feltTooMuch ? MORE : MORE_AT_FIRST));
    }
    return false;
  }

  /** From 0 to 1. */
  double part() {
    return part;
  }

  /** How long to rest after work that took so long. */
  Duration restAfter(Duration took) {
    return Duration.ofNanos((long) (took.toNanos() * (1 - part) / part));
  }

  /** How many rows the next batch has. */
  int rows(int most) {
    return part < LONG_BATCHES ? Math.min(most, SHORT_BATCH) : most;
  }

  /** What the application may feel: twice what it feels of itself, or a set time more. */
  static Duration limit(Duration idle, Duration added) {
    Duration twice = idle.multipliedBy(2);
    Duration more = idle.plus(added);
    return twice.compareTo(more) > 0 ? twice : more;
  }
}
