package dev.upkeep.chassis.database;

import dev.upkeep.chassis.service.Phases;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs the purges, a few hundred rows at a time, so that nobody waits long for a lock. */
final class Housekeeping implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final int BATCH = 500;

  private final List<Purge> purges;
  private final Duration every;
  private volatile @Nullable Thread thread;

  Housekeeping(List<Purge> purges, Duration every) {
    this.purges = List.copyOf(purges);
    this.every = every;
  }

  /** Removes everything that is due. */
  void purgeAll() {
    for (Purge purge : purges) {
      try {
        purge(purge);
      } catch (RuntimeException e) {
        log.warn("Could not remove {}; tried again in {}", purge.what(), every, e);
      }
    }
  }

  private static void purge(Purge purge) {
    long removed = 0;
    int last = BATCH;
    while (last == BATCH && !Thread.currentThread().isInterrupted()) {
      last = purge.purge(BATCH);
      removed += last;
    }
    if (removed > 0) {
      log.info("Removed {} {}", removed, purge.what());
    }
  }

  @Override
  public void start() {
    thread = Thread.ofVirtual().name("housekeeping").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(every);
        purgeAll();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    Thread running = thread;
    thread = null;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  @Override
  public int getPhase() {
    return Phases.RUNS;
  }
}
