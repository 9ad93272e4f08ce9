package dev.upkeep.scheduler.loop;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * One platform thread that makes a pass, pauses for as long as the pass said or until it is woken,
 * and goes on. A pass that fails is told in the log and made again after a second; nothing ends the
 * thread but {@link #stop}, which waits for the pass that is going on.
 */
public final class Loop implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Loop.class);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

  private final String name;
  private final int phase;
  private final Supplier<Duration> pass;
  private final Semaphore woken = new Semaphore(0);
  private volatile @Nullable Thread thread;

  /**
   * @param phase when it starts and stops among the parts of the service
   * @param pass answers how long to pause before the next
   */
  public Loop(String name, int phase, Supplier<Duration> pass) {
    this.name = name;
    this.phase = phase;
    this.pass = pass;
  }

  /** Ends the pause that is going on, or the next one before it begins. */
  public void wake() {
    woken.release();
  }

  @Override
  public void start() {
    Thread started = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    thread = started;
    started.start();
  }

  @Override
  public void stop() {
    Thread stopping = thread;
    thread = null;
    woken.release();
    if (stopping != null) {
      try {
        stopping.join(LONGEST_STOP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  @Override
  public int getPhase() {
    return phase;
  }

  private void run() {
    Thread self = Thread.currentThread();
    try {
      while (self.equals(thread)) {
        if (woken.tryAcquire(pauseAfterPass().toNanos(), TimeUnit.NANOSECONDS)) {
          // However often it was woken meanwhile, one pass sees everything.
          woken.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      self.interrupt();
    }
  }

  private Duration pauseAfterPass() {
    try {
      return pass.get();
    } catch (RuntimeException e) {
      log.warn("A pass of {} failed; it is made again in {}", name, AFTER_A_FAILURE, e);
      return AFTER_A_FAILURE;
    }
  }
}
