package dev.upkeep.database.brake;

import java.time.Duration;
import java.util.Arrays;

/**
 * The latest latencies, and a count of all of them. Written by the probe, read by the worker.
 * Moments are those of {@link System#nanoTime}.
 */
final class LatencyWindow {

  /** Enough for two seconds of the quickest probe. */
  private static final int KEPT = 2048;

  /** All of them are counted in steps of 50 µs up to half a second. */
  private static final long STEP_NANOS = 50_000;

  private final long[] due = new long[KEPT];
  private final long[] latency = new long[KEPT];
  private final long[] counts = new long[10_000];
  private long added;

  /** A latency, of what was due at a moment. */
  synchronized void add(long dueAt, long latencyNanos) {
    int place = (int) (added % KEPT);
    due[place] = dueAt;
    latency[place] = latencyNanos;
    added++;
    counts[(int) Math.min(counts.length - 1, latencyNanos / STEP_NANOS)]++;
  }

  /** How many were due since a moment. */
  synchronized int since(long moment) {
    return recent(moment).length;
  }

  /** The 99th percentile of those that were due since a moment; zero if there are none. */
  synchronized Duration p99Since(long moment) {
    long[] recent = recent(moment);
    if (recent.length == 0) {
      return Duration.ZERO;
    }
    Arrays.sort(recent);
    return Duration.ofNanos(recent[(int) Math.ceil(recent.length * 0.99) - 1]);
  }

  /** The 99th percentile of all since {@link #countAnew}. */
  synchronized Duration p99() {
    long all = Arrays.stream(counts).sum();
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen > 0 && seen * 100 >= all * 99) {
        return Duration.ofNanos((i + 1) * STEP_NANOS);
      }
    }
    return Duration.ZERO;
  }

  /** Forgets the count. */
  synchronized void countAnew() {
    Arrays.fill(counts, 0);
  }

  private long[] recent(long moment) {
    int kept = (int) Math.min(added, KEPT);
    long[] recent = new long[kept];
    int found = 0;
    for (int i = 0; i < kept; i++) {
      // nanoTime may overflow: differences are what counts.
      if (due[i] - moment >= 0) {
        recent[found++] = latency[i];
      }
    }
    return Arrays.copyOf(recent, found);
  }
}
