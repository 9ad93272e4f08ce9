package dev.upkeep.database.cleanup;

import java.time.Duration;

/**
 * How many rows a batch has: as many as take a fifth of a second, so that what every commit costs
 * by itself is shared by many rows, and yet nobody waits long behind one.
 */
final class BatchSize {

  private static final Duration AIM = Duration.ofMillis(200);
  private static final int FIRST = 1_000;
  private static final int LEAST = 500;

  private final int most;
  private int rows;

  /** Never more than so many. */
  BatchSize(int most) {
    this.most = most;
    this.rows = Math.min(most, FIRST);
  }

  int rows() {
    return rows;
  }

  /** Learns from a batch; grows to the double at most. */
  void took(long taken, Duration time) {
    double inTime = taken * (double) AIM.toNanos() / Math.max(1, time.toNanos());
    rows = (int) Math.min(most, Math.max(LEAST, Math.min(2.0 * taken, inTime)));
  }
}
