package dev.upkeep.database.optimize;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.StatementWatch;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;

/**
 * While a long statement runs, asks a small question again and again on a connection of its own, as
 * the application does. Ends the statement when the answers take too long three times in a row, or
 * when its time is up: {@code max_statement_time} does not end a CHECK TABLE.
 */
final class LatencyWatch implements AutoCloseable {

  private static final Duration BETWEEN = Duration.ofMillis(100);
  private static final int IN_A_ROW = 3;

  private final Table table;
  private final Duration limit;
  private final Duration longest;
  private final long begun = System.nanoTime();
  private final StatementWatch watch;

  /** Slow answers in a row; of the watching thread. */
  private int slow;

  /**
   * Begins to watch.
   *
   * @param session whose statement is ended
   * @param table that the small question is asked of
   * @param limit of the answers' latency
   * @param longest the statement's time
   */
  LatencyWatch(
      StepContext context, TargetSession session, Table table, Duration limit, Duration longest)
      throws TargetProblem, StopRequested {
    this.table = table;
    this.limit = limit;
    this.longest = longest;
    this.watch = new StatementWatch(context, session, BETWEEN, this::look);
  }

  private String look(TargetSession aside) {
    slow = ask(aside).compareTo(limit) > 0 ? slow + 1 : 0;
    if (slow == IN_A_ROW) {
      return "small queries took longer than %d ms meanwhile".formatted(limit.toMillis());
    }
    return System.nanoTime() - begun > longest.toNanos()
        ? "it takes longer than the %d s that were left".formatted(longest.toSeconds())
        : "";
  }

  private Duration ask(TargetSession aside) {
    long started = System.nanoTime();
    aside
        .sql("SELECT COUNT(*) FROM (SELECT 1 FROM %s LIMIT 1) AS one".formatted(table.sql()))
        .query(Long.class)
        .single();
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /**
   * Why the statement was ended, or was about to be when it ended by itself; empty if it was not.
   */
  String whyEnded() {
    return watch.whyEnded();
  }

  /** Ends the watch; nothing is ended by it afterwards. */
  @Override
  public void close() {
    watch.close();
  }
}
