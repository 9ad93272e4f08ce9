package dev.upkeep.database.keyspace;

import java.time.Duration;

/**
 * How much is asked of a server at once, and how long it is then left alone. Both follow from what
 * others feel: beyond the limit batches are halved and pauses doubled, within it they recover
 * slowly.
 */
public final class Pace {

  /** Of the time, this part is the application's even when it feels nothing. */
  private static final double LEFT_ALONE = 0.15;

  private static final Duration SHORTEST_PENALTY = Duration.ofMillis(1);
  private static final Duration LONGEST_PENALTY = Duration.ofMillis(100);

  private final Duration limit;
  private final int least;
  private final int most;
  private int size;
  private Duration penalty = Duration.ZERO;

  /**
   * @param limit the latency that may be added for others
   * @param least the smallest batch: below it the way there and back costs more than the work
   * @param most the largest batch
   */
  public Pace(Duration limit, int least, int most) {
    if (!limit.isPositive() || least < 1 || most < least) {
      throw new IllegalArgumentException("no pace: %s, %d to %d".formatted(limit, least, most));
    }
    this.limit = limit;
    this.least = least;
    this.most = most;
    this.size = least;
  }

  /** For walks over many keys with short questions. */
  public static Pace ofQuestions(Duration limit) {
    return new Pace(limit, 50, 1_000);
  }

  /** For scripts, during which the server does nothing else. */
  public static Pace ofScripts(Duration limit) {
    return new Pace(limit, 8, 64);
  }

  /** How many keys the next batch has. */
  public int size() {
    return size;
  }

  /**
   * Takes note of a batch, and answers how long to pause after it.
   *
   * @param added how much longer others waited meanwhile
   * @param took how long the batch took
   */
  public Duration after(Duration added, Duration took) {
    if (added.compareTo(limit) > 0) {
      size = Math.max(least, size / 2);
      penalty = clamp(penalty.multipliedBy(2));
    } else {
      size = Math.min(most, size + Math.max(1, size / 4));
      penalty = penalty.compareTo(SHORTEST_PENALTY) <= 0 ? Duration.ZERO : penalty.dividedBy(2);
    }
    return Duration.ofNanos((long) (took.toNanos() * LEFT_ALONE / (1 - LEFT_ALONE))).plus(penalty);
  }

  private static Duration clamp(Duration wanted) {
    if (wanted.compareTo(SHORTEST_PENALTY) < 0) {
      return SHORTEST_PENALTY;
    }
    return wanted.compareTo(LONGEST_PENALTY) > 0 ? LONGEST_PENALTY : wanted;
  }
}
