package dev.upkeep.chassis.run;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something done again and again on a platform thread of its own, until it is stopped. Each turn
 * says how long to wait for the next one; waking cuts the wait short.
 */
final class Repeating {
  private static final Logger log = LoggerFactory.getLogger(Repeating.class);
  private static final Duration AFTER_TROUBLE = Duration.ofMillis(500);

  private final String name;
  private final Turn turn;
  private boolean woken;
  private boolean stopped;
  private @Nullable Thread thread;

  Repeating(String name, Turn turn) {
    this.name = name;
    this.turn = turn;
  }

  /** One turn; answers how long to wait for the next. */
  @FunctionalInterface
  interface Turn {
    Duration take() throws InterruptedException;
  }

  synchronized void start() {
    stopped = false;
    thread = OwnThreads.polling(name, this::loop);
  }

  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /** Stops after the turn that is going on. */
  void stop() {
    Thread running;
    synchronized (this) {
      stopped = true;
      notifyAll();
      running = thread;
    }
    if (running != null) {
      try {
        running.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void loop() {
    boolean inTrouble = false;
    while (goesOn()) {
      Duration wait;
      try {
        wait = turn.take();
        if (inTrouble) {
          log.info("{} works again", name);
          inTrouble = false;
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!inTrouble) {
          log.warn("{} is in trouble and tries again every {}", name, AFTER_TROUBLE, e);
          inTrouble = true;
        }
        wait = AFTER_TROUBLE;
      }
      pause(wait);
    }
  }

  private synchronized boolean goesOn() {
    return !stopped;
  }

  private synchronized void pause(Duration wait) {
    long until = System.nanoTime() + wait.toNanos();
    try {
      for (long left = wait.toNanos();
          left > 0 && !woken && !stopped;
          left = until - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      woken = false;
    } catch (InterruptedException e) {
      stopped = true;
    }
  }
}
