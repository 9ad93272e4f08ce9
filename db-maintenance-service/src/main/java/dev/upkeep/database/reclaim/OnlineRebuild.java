package dev.upkeep.database.reclaim;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.ServerSays;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;

/**
 * Rebuilds a table while the application reads and writes it.
 *
 * <p>A rebuild needs the table's definition for itself twice: for a moment at its start and for a
 * moment at its end. Whoever waits for that makes every later query of the table wait too. So it
 * does not wait at all: it tries, and tries again after a pause. Only when an attempt failed at its
 * end, after the copying was done, does the next one wait there, and no longer than the lock wait
 * limit.
 */
final class OnlineRebuild {

  /** An attempt that failed sooner than this has not copied anything worth keeping. */
  private static final Duration COPIED = Duration.ofMillis(500);

  /** How many lock wait limits it goes on trying. */
  private static final int PATIENCE = 12;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** What became of it. */
  sealed interface End {
    /** The table is rebuilt. */
    record Rebuilt(int attempts, Duration took) implements End {}

    /** It cannot be rebuilt without locking the application out. */
    record NotOnline(String why) implements End {}
  }

  private final StepContext context;
  private final TargetSession session;
  private final Table table;
  private final Duration lockWaitLimit;

  OnlineRebuild(StepContext context, TargetSession session, Table table, Duration lockWaitLimit) {
    this.context = context;
    this.session = session;
    this.table = table;
    this.lockWaitLimit = lockWaitLimit;
  }

  End run() throws TargetProblem, StopRequested {
    long begun = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    String patience = "NOWAIT";
    for (int attempt = 1; ; attempt++) {
      context.safePoint("before-rebuild");
      long started = System.nanoTime();
      try {
        session
            .sql(
                "ALTER TABLE %s %s FORCE, ALGORITHM=INPLACE, LOCK=NONE"
                    .formatted(table.sql(), patience))
            .update();
        return new End.Rebuilt(attempt, since(started));
      } catch (RuntimeException e) {
        if (ServerSays.code(e, 1845) || ServerSays.code(e, 1846)) {
          return new End.NotOnline(ServerSays.in(e).map(Throwable::getMessage).orElse(""));
        }
        if (!ServerSays.code(e, ServerSays.LOCK_WAIT_TIMEOUT)) {
          throw e;
        }
      }
      if (since(started).compareTo(COPIED) > 0) {
        patience = "WAIT " + Math.max(1, lockWaitLimit.toSeconds());
      }
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

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
