package dev.upkeep.chassis.database;

import dev.upkeep.chassis.service.Phases;
import dev.upkeep.chassis.time.Pauses;
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
  private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

  private final List<Purge> purges;
  private final Duration every;
  private volatile @Nullable Going going;

  Housekeeping(List<Purge> purges, Duration every) {
    this.purges = List.copyOf(purges);
    this.every = every;
  }

  /** One start of it: the thread, and what ends its waits. */
  private record Going(Thread thread, Pauses pauses) {}

  /** Removes everything that is due, or as much as can be until it is stopped. */
  void purgeAll(Pauses pauses) {
    for (Purge purge : purges) {
      try {
        purge(purge, pauses);
      } catch (RuntimeException e) {
        log.warn("Could not remove {}; tried again in {}", purge.what(), every, e);
      }
    }
  }

  private static void purge(Purge purge, Pauses pauses) {
    long removed = 0;
    int last = BATCH;
    while (last == BATCH && !pauses.isStopped()) {
      last = purge.purge(BATCH);
      removed += last;
    }
    if (removed > 0) {
      log.info("Removed {} {}", removed, purge.what());
    }
  }

  @Override
  public void start() {
    Pauses pauses = new Pauses();
    going = new Going(Thread.ofVirtual().name("housekeeping").start(() -> run(pauses)), pauses);
  }

  private void run(Pauses pauses) {
    while (pauses.pause(every)) {
      purgeAll(pauses);
    }
  }

  /** Waits for the batch that is going on: what follows closes the connections. */
  @Override
  public void stop() {
    Going stopping = going;
    going = null;
    if (stopping != null) {
      stopping.pauses().stop();
      try {
        stopping.thread().join(LONGEST_STOP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return going != null;
  }

  @Override
  public int getPhase() {
    return Phases.RUNS;
  }
}
