package dev.upkeep.database.online;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.system.database.StatementWatch;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;

/**
 * Ends a statement that waits for a table's definition for too long: whoever comes after it waits
 * behind it. The server's own {@code WAIT n} knows whole seconds alone.
 */
final class QueueWatch implements AutoCloseable {

  private static final Duration BETWEEN = Duration.ofMillis(10);

  private final long watched;
  private final long limit;
  private final StatementWatch watch;

  /** Of the watching thread; 0 while it does not wait. */
  private long waitingSince;

  /**
   * Begins to watch.
   *
   * @param session whose statement is ended
   * @param limit how long it may wait
   */
  QueueWatch(StepContext context, TargetSession session, Duration limit)
      throws TargetProblem, StopRequested {
    this.watched = session.id();
    this.limit = limit.toNanos();
    this.watch = new StatementWatch(context, session, BETWEEN, this::look);
  }

  private String look(TargetSession aside) {
    long now = System.nanoTime();
    if (!isWaiting(aside)) {
      waitingSince = 0;
    } else if (waitingSince == 0) {
      waitingSince = now;
    } else if (now - waitingSince > limit) {
      return "it waited for the table's definition for too long";
    }
    return "";
  }

  private boolean isWaiting(TargetSession aside) {
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
    return !watch.whyEnded().isEmpty();
  }

  /** Ends the watch; nothing is ended by it afterwards. */
  @Override
  public void close() {
    watch.close();
  }
}
