package dev.upkeep.chassis.time;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits that a stop ends at once, for any number of threads. What is stopped stays stopped; who
 * starts again takes a new one.
 */
public final class Pauses {
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * Waits.
   *
   * @return whether the time is over; false once it is stopped, and where the thread is interrupted
   *     (which it then still is)
   */
  public boolean pause(Duration length) {
    try {
      return !stopped.await(length.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends every wait, those that are going on and those to come. */
  public void stop() {
    stopped.countDown();
  }

  public boolean isStopped() {
    return stopped.getCount() == 0;
  }
}
