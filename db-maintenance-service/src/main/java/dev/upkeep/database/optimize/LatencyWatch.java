package dev.upkeep.database.optimize;

import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.ServerSays;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While a long statement runs, asks a small question again and again on a connection of its own, as
 * the application does. Ends the statement when the answers take too long three times in a row, or
 * when its time is up: {@code max_statement_time} does not end a CHECK TABLE.
 */
final class LatencyWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LatencyWatch.class);

  private static final Duration BETWEEN = Duration.ofMillis(100);
  private static final int IN_A_ROW = 3;

  /** The statement had ended by itself. */
  private static final int NO_SUCH_THREAD = 1094;

  private final TargetSession aside;
  private final long watched;
  private final Table table;
  private final Duration limit;
  private final Duration longest;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;
  private volatile String why = "";

  /**
   * Begins to watch.
   *
   * @param session whose statement is ended
   * @param table that the small question is asked of
   * @param limit of the answers' latency
   * @param longest the statement's time
   */
  LatencyWatch(TargetSession session, Table table, Duration limit, Duration longest)
      throws TargetProblem {
    this.aside = session.database().open(Duration.ofSeconds(1));
    this.watched = session.id();
    this.table = table;
    this.limit = limit;
    this.longest = longest;
    this.thread = Thread.ofVirtual().name("latency-watch-" + watched).start(this::watch);
  }

  private void watch() {
    long begun = System.nanoTime();
    try {
      int slow = 0;
      while (why.isEmpty() && !end.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
        slow = ask().compareTo(limit) > 0 ? slow + 1 : 0;
        if (slow == IN_A_ROW) {
          stop("small queries took longer than %d ms meanwhile".formatted(limit.toMillis()));
        } else if (System.nanoTime() - begun > longest.toNanos()) {
          stop("it takes longer than the %d s that were left".formatted(longest.toSeconds()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!ServerSays.code(e, NO_SUCH_THREAD)) {
        log.warn("The latency of {} is not watched any more: {}", table.name(), e.toString());
      }
    }
  }

  private Duration ask() {
    long started = System.nanoTime();
    aside
        .sql("SELECT COUNT(*) FROM (SELECT 1 FROM %s LIMIT 1) AS one".formatted(table.sql()))
        .query(Long.class)
        .single();
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private void stop(String reason) {
    why = reason;
    aside.sql("KILL QUERY " + watched).update();
  }

  /**
   * Why the statement was ended, or was about to be when it ended by itself; empty if it was not.
   */
  String whyEnded() {
    return why;
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
