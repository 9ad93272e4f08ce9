package dev.upkeep.database.brake;

import dev.upkeep.chassis.time.Beat;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.Throttle;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database a question at a steady rate on a connection of its own: what the application
 * feels. A question that waits for the one before it counts from when it was due.
 */
final class LatencyProbe implements AutoCloseable {

  private static final long NOTHING_ASKED = Long.MIN_VALUE;

  private final TargetSession session;
  private final Statement statement;
  private final String question;
  private final LatencyWindow window = new LatencyWindow();
  private final AtomicLong asking = new AtomicLong(NOTHING_ASKED);
  private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
  private final Beat beat;

  /**
   * Begins to ask.
   *
   * @param session is used for nothing else, and closed with this
   */
  LatencyProbe(TargetSession session, Throttle throttle, Table table) throws SQLException {
    this.session = session;
    this.question = throttle.probe().orElseGet(() -> newestOf(table));
    session.sql("SET SESSION max_statement_time = 5").update();
    statement = session.connection().createStatement();
    statement.setEscapeProcessing(false);
    // What is wrong with the question is said at once; the second answer comes from memory.
    ask();
    long asked = System.nanoTime();
    ask();
    Duration twice = Duration.ofNanos(2 * (System.nanoTime() - asked));
    // Questions that cannot keep up with their rate would feel nothing but each other.
    Duration interval = twice.compareTo(throttle.every()) > 0 ? twice : throttle.every();
    beat = Beat.every(interval, "latency-probe", this::look);
  }

  /** The end of the primary key, where the application inserts. */
  static String newestOf(Table table) {
    List<String> key = table.primaryKey().map(Index::columns).orElse(List.of());
    return "SELECT %s FROM %s FORCE INDEX (PRIMARY) ORDER BY %s LIMIT 1"
        .formatted(
            Quoted.identifiers(key),
            table.sql(),
            key.stream()
                .map(column -> Quoted.identifier(column) + " DESC")
                .collect(Collectors.joining(", ")));
  }

  private void look(long due) {
    if (failure.get() != null) {
      return;
    }
    asking.set(due);
    try {
      ask();
      window.add(due, System.nanoTime() - due);
    } catch (SQLException e) {
      failure.set(e);
    } finally {
      asking.set(NOTHING_ASKED);
    }
  }

  private void ask() throws SQLException {
    try (ResultSet answer = statement.executeQuery(question)) {
      answer.next();
    }
  }

  /** How many answers came since a moment; a question that is waiting for one counts as well. */
  int answersSince(long moment) {
    return window.answeredSince(moment) + (asking.get() == NOTHING_ASKED ? 0 : 1);
  }

  /**
   * The 99th percentile of the answers that came since a moment; longer if a question is waiting
   * for longer by now.
   */
  Duration p99Since(long moment) throws TargetProblem {
    checkIsAsked();
    return orWaiting(window.p99OfAnsweredSince(moment));
  }

  /** As {@link #p99Since}, but of the questions that were due since. */
  Duration p99OfQuestionsSince(long moment) throws TargetProblem {
    checkIsAsked();
    return orWaiting(window.p99OfDueSince(moment));
  }

  private void checkIsAsked() throws TargetProblem {
    SQLException broken = failure.get();
    if (broken != null) {
      throw TargetProblem.passing(
          "The latency probe cannot be asked any more: error %d.".formatted(broken.getErrorCode()),
          "Look whether 'throttle: probe' in the system file still fits the tables");
    }
  }

  private Duration orWaiting(Duration answered) {
    long due = asking.get();
    if (due == NOTHING_ASKED) {
      return answered;
    }
    Duration waiting = Duration.ofNanos(System.nanoTime() - due);
    return waiting.compareTo(answered) > 0 ? waiting : answered;
  }

  /** The 99th percentile of all. */
  Duration p99() {
    return window.p99();
  }

  /** What was seen so far does not count. */
  void countAnew() {
    window.countAnew();
  }

  @Override
  public void close() {
    beat.close();
    session.close();
  }
}
