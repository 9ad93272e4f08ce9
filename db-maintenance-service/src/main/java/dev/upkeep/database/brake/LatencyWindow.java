package dev.upkeep.database.brake;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

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

  /** How many were answered since a moment. */
  synchronized int answeredSince(long moment) {
    return answered(moment).length;
  }

  /**
   * The 99th percentile of those that were answered since a moment, whenever they were due; zero if
   * there are none.
   */
  synchronized Duration p99OfAnsweredSince(long moment) {
    return p99(answered(moment));
  }

  /** The 99th percentile of those that were due since a moment; zero if there are none. */
  synchronized Duration p99OfDueSince(long moment) {
    return p99(where(i -> due[i] - moment >= 0));
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

  // nanoTime may overflow: differences are what counts.
  private long[] answered(long moment) {
    return where(i -> due[i] + latency[i] - moment >= 0);
  }

  private long[] where(IntPredicate wanted) {
    return IntStream.range(0, (int) Math.min(added, KEPT))
        .filter(wanted)
        .mapToLong(i -> latency[i])
        .sorted()
        .toArray();
  }

  private static Duration p99(long[] sorted) {
    return sorted.length == 0
        ? Duration.ZERO
        : Duration.ofNanos(sorted[(int) Math.ceil(sorted.length * 0.99) - 1]);
  }
}
