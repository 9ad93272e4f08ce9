package dev.upkeep.system.redis;

import dev.upkeep.chassis.time.Pauses;
import dev.upkeep.system.database.TargetProblem;
import java.time.Duration;
import java.util.Arrays;

/**
 * What other users of the server feel: how long a {@code PING} on a connection of its own takes,
 * asked while the server is busy with our work.
 */
public final class LatencyProbe {

  private static final int IDLE_LOOKS = 21;

  /** Latencies are counted in steps of 50 µs up to 100 ms. */
  private static final long STEP_NANOS = 50_000;

  private final CacheSession aside;
  private final int[] counts = new int[2_000];
  private final Pauses pauses = new Pauses();
  private long idleNanos = -1;
  private long worstNanos;

  /** Asks on this connection, which must be used for nothing else. */
  public LatencyProbe(CacheSession aside) {
    this.aside = aside;
  }

  /** How much longer than on the idle server an answer takes at this moment. */
  public Duration added() throws TargetProblem {
    if (idleNanos < 0) {
      idleNanos = idle();
    }
    long added = Math.max(0, once() - idleNanos);
    counts[(int) Math.min(counts.length - 1, added / STEP_NANOS)]++;
    worstNanos = Math.max(worstNanos, added);
    return Duration.ofNanos(added);
  }

  /** Looks at the idle server, before the work begins; otherwise the first look at work does. */
  public void begin() throws TargetProblem {
    idleNanos = idle();
  }

  private long idle() throws TargetProblem {
    long[] looks = new long[IDLE_LOOKS];
    for (int i = 0; i < looks.length; i++) {
      looks[i] = once();
    }
    Arrays.sort(looks);
    return looks[IDLE_LOOKS / 2];
  }

  private long once() throws TargetProblem {
    long begun = System.nanoTime();
    aside.ask(Call.of("PING"));
    return System.nanoTime() - begun;
  }

  /** Of a hundred looks, ninety-nine found no more than this was added. */
  public Duration p99() {
    int all = Arrays.stream(counts).sum();
    int seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen * 100L >= all * 99L) {
        return Duration.ofNanos(Math.min(worstNanos, (i + 1) * STEP_NANOS));
      }
    }
    return Duration.ofNanos(worstNanos);
  }

  /** The most that was added. */
  public Duration worst() {
    return Duration.ofNanos(worstNanos);
  }

  /** Leaves the server to others for a while; ends at once when the step has to stop. */
  public void leaveAlone(Duration pause) {
    if (pause.isPositive()) {
      pauses.pause(pause);
    }
  }

  void stopWaiting() {
    pauses.stop();
  }
}
