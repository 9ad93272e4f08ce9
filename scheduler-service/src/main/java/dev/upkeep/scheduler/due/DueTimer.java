package dev.upkeep.scheduler.due;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Says how long to sleep until the next due instant. The database is asked again every few seconds,
 * for another scheduler may have changed what is next; the clock every half second, for it may have
 * been set. Never early: nothing is acted on before the clock has reached the instant.
 */
final class DueTimer {

  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(5);
  private static final Duration LONGEST_SLEEP = Duration.ofMillis(500);

  /** What is due is held by another scheduler, or known to another only. */
  private static final Duration BUSY = Duration.ofMillis(100);

  private final Dues dues;
  private final Clock clock;
  private Optional<Instant> next = Optional.empty();
  private long askedAt;
  private volatile boolean changed = true;

  DueTimer(Dues dues, Clock clock) {
    this.dues = dues;
    this.clock = clock;
  }

  /** What is next may have changed; the sleeping thread has to be woken as well. */
  void changed() {
    changed = true;
  }

  /** Acts if something is due, and answers how long to sleep. */
  Duration pass() {
    if (changed || System.nanoTime() - askedAt > ASK_AGAIN_AFTER.toNanos()) {
      ask();
    }
    if (isDue()) {
      int acted = dues.act();
      ask();
      if (isDue()) {
        return Dues.isFull(acted) ? Duration.ZERO : BUSY;
      }
    }
    Instant now = clock.instant();
    return next.map(instant -> Duration.between(now, instant))
        .filter(sleep -> sleep.compareTo(LONGEST_SLEEP) < 0)
        .orElse(LONGEST_SLEEP);
  }

  private void ask() {
    changed = false;
    askedAt = System.nanoTime();
    next = dues.next();
  }

  private boolean isDue() {
    return next.filter(instant -> !instant.isAfter(clock.instant())).isPresent();
  }
}
