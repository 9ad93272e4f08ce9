package dev.upkeep.chassis.run;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling from the first wait up to the cap, with a
 * jitter of half the wait, so that runs that failed together do not try again together.
 */
record Backoff(Duration first, Duration cap) {

  /** The wait after this many failures, at least 1. */
  Duration after(int failures, RandomGenerator random) {
    int doublings = Math.min(failures - 1, 30);
    long whole = Math.min(cap.toMillis(), first.toMillis() << doublings);
    if (whole <= 0) {
      whole = cap.toMillis();
    }
    return Duration.ofMillis(whole - random.nextLong(whole / 2 + 1));
  }
}
