package dev.upkeep.database.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** The application going on with its work: runs one query after the other and times them. */
public final class UnrelatedQueries implements AutoCloseable {

  private final CompletableFuture<Void> ended;
  private volatile boolean stop;
  private final AtomicLong longest = new AtomicLong();
  private final AtomicLong queries = new AtomicLong();

  /** Begins; one query has been answered when this returns. */
  public UnrelatedQueries(TestDatabase database, String query) {
    ended = CompletableFuture.runAsync(() -> goOn(database, query));
    Awaitility.await().until(() -> count() > 0 || ended.isDone());
  }

  private void goOn(TestDatabase database, String query) {
    try (Connection connection = database.application();
        Statement statement = connection.createStatement()) {
      while (!stop) {
        long started = System.nanoTime();
        statement.execute(query);
        longest.accumulateAndGet(System.nanoTime() - started, Math::max);
        queries.incrementAndGet();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The longest that a query took so far. */
  public Duration longest() {
    if (queries.get() == 0) {
      throw new IllegalStateException("no query has run");
    }
    return Duration.ofNanos(longest.get());
  }

  /** How many were answered so far. */
  public long count() {
    return queries.get();
  }

  @Override
  public void close() {
    stop = true;
    ended.join();
  }
}
