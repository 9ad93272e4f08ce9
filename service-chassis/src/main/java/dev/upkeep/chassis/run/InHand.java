package dev.upkeep.chassis.run;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How many attempts are under way in this worker. */
final class InHand {
  private int count;

  synchronized void begin() {
    count++;
  }

  synchronized void end() {
    count--;
    notifyAll();
  }

  synchronized int count() {
    return count;
  }

  /** Waits until there is none, or the time is over, or the thread is interrupted. */
  synchronized void awaitNone(Duration most) {
    long until = System.nanoTime() + most.toNanos();
    try {
      for (long left = most.toNanos(); left > 0 && count > 0; left = until - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
