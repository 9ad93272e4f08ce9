package dev.upkeep.notification.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling from the first wait up to the longest, less a
 * jitter of up to a fifth, so that messages that failed together do not come back together.
 */
record BackOff(Duration first, Duration longest) {
  private static final int MOST_DOUBLINGS = 30;

  /**
   * The wait after this many attempts.
   *
   * @param attempts at least 1
   * @param named the shortest wait that the server asked for
   */
  Duration after(int attempts, Optional<Duration> named, RandomGenerator random) {
    Duration doubled = first.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
    Duration whole = doubled.compareTo(longest) > 0 ? longest : doubled;
    Duration wait = whole.minusNanos(random.nextLong(whole.toNanos() / 5 + 1));
    return named.filter(asked -> asked.compareTo(wait) > 0).orElse(wait);
  }
}
