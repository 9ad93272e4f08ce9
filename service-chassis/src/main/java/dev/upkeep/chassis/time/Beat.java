package dev.upkeep.chassis.time;

import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * Does something at a steady rate on a thread of its own, beside the work of whoever made it, until
 * it is closed. What is late is made up for, so that what a stall delays is seen as delayed; after
 * a stall of more than {@link #MADE_UP} the beats before that are left out.
 */
public final class Beat implements AutoCloseable {

  /** How much lateness is made up for. */
  public static final Duration MADE_UP = Duration.ofSeconds(1);

  private final Pauses pauses = new Pauses();
  private final Thread thread;

  private Beat(Duration interval, String name, LongConsumer work) {
    thread =
        Thread.ofPlatform()
            .name("upkeep-" + name)
            .daemon(true)
            .start(() -> beat(interval.toNanos(), work));
  }

  /**
   * Begins at once.
   *
   * @param work is told the moment at which it was due, by {@link System#nanoTime}; an exception of
   *     its own ends the beat
   */
  public static Beat every(Duration interval, String name, LongConsumer work) {
    return new Beat(interval, name, work);
  }

  private void beat(long interval, LongConsumer work) {
    long due = System.nanoTime();
    while (!pauses.isStopped()) {
      long early = due - System.nanoTime();
      if (early > 0 && !pauses.pause(Duration.ofNanos(early))) {
        return;
      }
      work.accept(due);
      due = Math.max(due + interval, System.nanoTime() - MADE_UP.toNanos());
    }
  }

  /** Ends it; waits for the beat that is going on, unless the caller is interrupted. */
  @Override
  public void close() {
    pauses.stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
