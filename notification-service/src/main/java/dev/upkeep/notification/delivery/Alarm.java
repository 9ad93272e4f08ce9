package dev.upkeep.notification.delivery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes the senders of this instance when something was written down, so that nobody waits for the
 * next look at the ledger. A ring that is missed costs one poll.
 */
class Alarm {
  private final List<Bell> bells = new CopyOnWriteArrayList<>();

  Bell bell() {
    Bell bell = new Bell();
    bells.add(bell);
    return bell;
  }

  void ring() {
    bells.forEach(Bell::ring);
  }

  /** What one waiting thread hears. */
  static final class Bell {
    private final Semaphore rung = new Semaphore(0);

    private Bell() {}

    void ring() {
      rung.release();
    }

    /** Returns when it rings, or has rung since the last call, or the time is over. */
    void await(Duration longest) throws InterruptedException {
      boolean heard = rung.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
      if (heard) {
        rung.drainPermits();
      }
    }
  }
}
