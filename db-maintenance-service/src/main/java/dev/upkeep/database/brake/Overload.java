package dev.upkeep.database.brake;

import dev.upkeep.system.Throttle;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Why no work is done at all for now.
 *
 * @param cause what it counts as
 * @param words for people
 */
record Overload(Cause cause, String words) {

  /** What a database is braked by. */
  enum Cause {
    LATENCY("latency"),
    THREADS("threads-running"),
    REPLICA("replica-lag");

    private final String word;

    Cause(String word) {
      this.word = word;
    }

    /** As reports call it. */
    String word() {
      return word;
    }
  }

  /**
   * How far behind a replica is.
   *
   * @param replica its address
   * @param behind empty if nobody knows
   * @param why nobody knows; else empty
   */
  record Lag(String replica, Optional<Duration> behind, String why) {

    static Lag known(String replica, Duration behind) {
      return new Lag(replica, Optional.of(behind), "");
    }

    static Lag unknown(String replica, String why) {
      return new Lag(replica, Optional.empty(), why);
    }
  }

  /** Whether the server, or a replica, is beyond its limit. */
  static Optional<Overload> of(Throttle throttle, int threadsRunning, List<Lag> lags) {
    if (threadsRunning > throttle.threadsRunning()) {
      return Optional.of(
          new Overload(
              Cause.THREADS,
              "%d threads of the server run, more than %d"
                  .formatted(threadsRunning, throttle.threadsRunning())));
    }
    return lags.stream()
        .filter(lag -> lag.behind().filter(d -> d.compareTo(throttle.replicaLag()) <= 0).isEmpty())
        .findFirst()
        .map(lag -> new Overload(Cause.REPLICA, words(lag)));
  }

  private static String words(Lag lag) {
    return lag.behind()
        .map(d -> "the replica %s is %d s behind".formatted(lag.replica(), d.toSeconds()))
        .orElse(
            "nobody knows how far the replica %s is behind: %s"
                .formatted(lag.replica(), lag.why()));
  }
}
