package dev.upkeep.standalone;

import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the platform's database back when its process has died, killed for want of memory for
 * instance. The services wait for it as they would for a server that somebody else restarts.
 */
final class DatabaseKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DatabaseKeeper.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final EmbeddedMariaDb mariaDb;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;

  DatabaseKeeper(EmbeddedMariaDb mariaDb) {
    this.mariaDb = mariaDb;
    this.thread = Thread.ofPlatform().daemon().name("database-keeper").start(this::keep);
  }

  private void keep() {
    Duration pause = LOOK_EVERY;
    try {
      while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = mariaDb.isAlive() || broughtBack() ? LOOK_EVERY : longer(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean broughtBack() {
    log.error("The database's process has died; it is started again on what it had committed");
    try {
      mariaDb.restart();
      log.info("The database is back");
      return true;
    } catch (RuntimeException e) {
      log.error("The database cannot be started; that is tried again", e);
      return false;
    }
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  /** Waits for a start that is under way, so that whoever stops the database stops all of it. */
  @Override
  public void close() {
    stopped.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
