package dev.upkeep.database.online;

import dev.upkeep.system.database.ServerSays;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a statement that waits for a table's definition for too long: whoever comes after it waits
 * behind it. The server's own {@code WAIT n} knows whole seconds alone.
 */
final class QueueWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(QueueWatch.class);

  private static final Duration BETWEEN = Duration.ofMillis(10);

  /** ER_NO_SUCH_THREAD: the statement's connection had ended by itself. */
  private static final int NO_SUCH_THREAD = 1094;

  private final TargetSession aside;
  private final long watched;
  private final Duration limit;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean ended;

  /**
   * Begins to watch.
   *
   * @param session whose statement is ended
   * @param limit how long it may wait
   */
  QueueWatch(TargetSession session, Duration limit) throws TargetProblem {
    this.aside = session.database().open(Duration.ofSeconds(1));
    this.watched = session.id();
    this.limit = limit;
    this.thread = Thread.ofVirtual().name("queue-watch-" + watched).start(this::watch);
  }

  private void watch() {
    try {
      long since = 0;
      while (!ended && !end.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
        long now = System.nanoTime();
        since = isWaiting() ? (since == 0 ? now : since) : 0;
        if (since != 0 && now - since > limit.toNanos()) {
          ended = true;
          aside.sql("KILL QUERY " + watched).update();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!ServerSays.code(e, NO_SUCH_THREAD)) {
        log.warn("Connection {} is not watched any more: {}", watched, e.toString());
      }
    }
  }

  private boolean isWaiting() {
    return aside
            .sql(
                """
                SELECT COUNT(*) FROM information_schema.PROCESSLIST
                 WHERE ID = :watched AND STATE = 'Waiting for table metadata lock'
                """)
            .param("watched", watched)
            .query(Long.class)
            .single()
        > 0;
  }

  /** Whether the statement was ended, or was about to be when it ended by itself. */
  boolean ended() {
    return ended;
  }

  /** Ends the watch; nothing is ended by it afterwards. */
  @Override
  public void close() {
    end.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      aside.close();
    }
  }
}
