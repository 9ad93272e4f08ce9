package dev.upkeep.system;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How much a database's application may feel of the work that goes on beside it.
 *
 * @param probe what is asked of the database again and again to feel what the application feels:
 *     one SELECT; without it the newest row of the table that is worked on, by its primary key
 * @param every how often, from 1 ms to 1 s
 * @param latencyAdded how much longer the probe's 99th percentile may become than it is while
 *     nothing is done; where that is more, it may double
 * @param threadsRunning above so many running threads of the server no work is done
 * @param replicaLag nor while a replica is further behind
 * @param replicas their addresses, as the component's own; asked with its account
 */
public record Throttle(
    Optional<String> probe,
    Duration every,
    Duration latencyAdded,
    int threadsRunning,
    Duration replicaLag,
    List<String> replicas) {

  static final Duration OFTENEST = Duration.ofMillis(1);
  static final Duration SELDOMEST = Duration.ofSeconds(1);

  /** What holds where the system file says nothing. */
  public static final Throttle USUAL =
      new Throttle(
          Optional.empty(),
          Duration.ofMillis(10),
          Duration.ofMillis(10),
          25,
          Duration.ofSeconds(10),
          List.of());

  public Throttle {
    replicas = List.copyOf(replicas);
    if (every.compareTo(OFTENEST) < 0 || every.compareTo(SELDOMEST) > 0) {
      throw new IllegalArgumentException("a probe every " + every);
    }
    if (latencyAdded.isNegative() || threadsRunning < 1 || replicaLag.isNegative()) {
      throw new IllegalArgumentException(
          "no limits: %s, %d threads, %s".formatted(latencyAdded, threadsRunning, replicaLag));
    }
  }
}
