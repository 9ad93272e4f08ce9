package dev.upkeep.database.online;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.ServerSays;
import dev.upkeep.system.database.TargetLock;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Changes a table's definition while the application reads and writes it.
 *
 * <p>Such a change needs the definition for itself twice: for a moment at its start and for a
 * moment at its end. Whoever waits for that makes every later query of the table wait too. So it
 * does not wait at all: it tries, and tries again after a pause. Only when an attempt failed at its
 * end, after the work was done, does the next one wait there, and so shortly that nobody feels it.
 */
public final class OnlineDdl {

  /** An attempt that failed sooner than this has not done anything worth keeping. */
  private static final Duration WORKED = Duration.ofMillis(500);

  /** How long others may queue behind an attempt that waits. */
  private static final Duration LONGEST_QUEUE = Duration.ofMillis(60);

  /** How many lock wait limits it goes on trying. */
  private static final int PATIENCE = 12;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** ER_ALTER_OPERATION_NOT_SUPPORTED, without and with its reason. */
  private static final int NOT_SUPPORTED = 1845;

  private static final int NOT_SUPPORTED_REASON = 1846;

  /** ER_QUERY_INTERRUPTED. */
  private static final int INTERRUPTED = 1317;

  /** ER_INNODB_ONLINE_LOG_TOO_BIG: the work is lost. */
  private static final int TOO_MANY_CHANGES = 1799;

  /** What became of it. */
  public sealed interface End {
    /** The definition is changed. */
    record Changed(int attempts, Duration took) implements End {}

    /** It cannot be changed without locking the application out. */
    record NotOnline(String why) implements End {}
  }

  /**
   * What is to be done to a table.
   *
   * @param doing for people: {@code rebuilding}
   * @param clause what follows {@code ALTER TABLE t NOWAIT}: {@code FORCE}
   * @param algorithm {@code INPLACE}, {@code NOCOPY} or {@code INSTANT}: what the server must not
   *     exceed
   */
  public record Change(String doing, String clause, String algorithm) {}

  private final StepContext context;
  private final TargetSession session;
  private final TargetLock lock;
  private final Table table;
  private final Duration lockWaitLimit;

  /**
   * @param lock looked at before each attempt, so that a worker that was taken over changes nothing
   * @param lockWaitLimit a twelfth of the time for which it is tried again
   */
  public OnlineDdl(
      StepContext context,
      TargetSession session,
      TargetLock lock,
      Table table,
      Duration lockWaitLimit) {
    this.context = context;
    this.session = session;
    this.lock = lock;
    this.table = table;
    this.lockWaitLimit = lockWaitLimit;
  }

  /**
   * Makes the change; returns when the server has made it.
   *
   * @throws TargetProblem naming the connections in the way, when they stayed there
   */
  public End run(Change change) throws TargetProblem, StopRequested, SQLException {
    long begun = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    boolean waits = false;
    for (int attempt = 1; ; attempt++) {
      context.safePoint("before-change");
      context.progress(0, "%s '%s'".formatted(change.doing(), table.name()));
      session.inTransaction(
          () -> {
            lock.check();
            return Boolean.TRUE;
          });
      long started = System.nanoTime();
      try {
        boolean made = waits ? alterWatched(change) : alter(change, "NOWAIT");
        if (made) {
          return new End.Changed(attempt, since(started));
        }
      } catch (RuntimeException e) {
        if (ServerSays.code(e, NOT_SUPPORTED) || ServerSays.code(e, NOT_SUPPORTED_REASON)) {
          return new End.NotOnline(ServerSays.in(e).map(Throwable::getMessage).orElse(""));
        }
        if (ServerSays.code(e, TOO_MANY_CHANGES)) {
          throw TargetProblem.passing(
              "The application changed more rows of '%s' meanwhile than the server keeps (innodb_online_alter_log_max_size)."
                  .formatted(table.name()),
              "Raise innodb_online_alter_log_max_size, or run when the application writes less");
        }
        if (!ServerSays.code(e, ServerSays.LOCK_WAIT_TIMEOUT)) {
          throw e;
        }
      }
      waits |= since(started).compareTo(WORKED) > 0;
      String blockers = Blockers.of(session, table);
      if (since(begun).compareTo(lockWaitLimit.multipliedBy(PATIENCE)) > 0) {
        throw TargetProblem.passing(
            "The definition of '%s' was in use at each of %d attempts. %s"
                .formatted(table.name(), attempt, blockers),
            "End or commit the open transaction, then run again");
      }
      context.progress(
          0, "waiting for the definition of '%s' to be free. %s".formatted(table.name(), blockers));
      session.pause(pause);
      pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  private boolean alter(Change change, String patience) {
    session
        .sql(
            "ALTER TABLE %s %s %s, ALGORITHM=%s, LOCK=NONE"
                .formatted(table.sql(), patience, change.clause(), change.algorithm()))
        .update();
    return true;
  }

  /** Waits for the definition, at its start and at its end; false if that took too long. */
  private boolean alterWatched(Change change) throws TargetProblem, StopRequested {
    try (var watch = new QueueWatch(context, session, LONGEST_QUEUE)) {
      try {
        return alter(change, "WAIT 1");
      } catch (RuntimeException e) {
        if (watch.ended() && ServerSays.code(e, INTERRUPTED)) {
          return false;
        }
        throw e;
      }
    }
  }

  /**
   * Whether a connection that holds this database's lock is at work: a change that a dead worker
   * began may still be under way.
   */
  public static boolean stillRunning(TargetSession session) {
    return session
            .sql(
                """
                SELECT COUNT(*) FROM information_schema.PROCESSLIST
                 WHERE ID = IS_USED_LOCK(:lock) AND COMMAND <> 'Sleep'
                """)
            .param("lock", session.database().lockName())
            .query(Long.class)
            .single()
        > 0;
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
