package dev.upkeep.system.database;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While a session runs a statement, looks again and again from a connection of its own whether that
 * has to be ended, and ends it. At most one statement is ended.
 */
public final class StatementWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StatementWatch.class);

  /** ER_NO_SUCH_THREAD: the statement's connection had ended by itself. */
  private static final int NO_SUCH_THREAD = 1094;

  private final TargetSession aside;
  private final long watched;
  private final Duration between;
  private final Look look;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;
  private volatile String why = "";

  /** One look; only one goes on at a time. */
  @FunctionalInterface
  public interface Look {
    /**
     * Why the statement has to be ended; empty if it may go on.
     *
     * @param aside another session to the same database
     */
    String from(TargetSession aside);
  }

  /**
   * Begins to watch.
   *
   * @param context of the step, with which the watching connection ends at the latest
   * @param session whose statement is ended
   * @param between two looks
   * @throws TargetProblem when there is no second way in
   */
  public StatementWatch(StepContext context, TargetSession session, Duration between, Look look)
      throws TargetProblem, StopRequested {
    this.aside = session.beside(context, Duration.ofSeconds(1));
    this.watched = session.id();
    this.between = between;
    this.look = look;
    this.thread = Thread.ofVirtual().name("statement-watch-" + watched).start(this::watch);
  }

  private void watch() {
    try {
      while (why.isEmpty() && !end.await(between.toMillis(), TimeUnit.MILLISECONDS)) {
        why = look.from(aside);
        if (!why.isEmpty()) {
          aside.sql("KILL QUERY " + watched).update();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!ServerSays.code(e, NO_SUCH_THREAD)) {
        LOG.warn("Connection {} is not watched any more: {}", watched, e.toString());
      }
    }
  }

  /**
   * Why the statement was ended, or was about to be when it ended by itself; empty if it was not.
   */
  public String whyEnded() {
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
