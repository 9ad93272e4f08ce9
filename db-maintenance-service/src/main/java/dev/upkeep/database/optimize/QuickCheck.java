package dev.upkeep.database.optimize;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.reclaim.AdminRow;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.ServerSays;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.List;

/** Looks through one table for damage, for as long as that harms nobody. */
final class QuickCheck {

  /** ER_QUERY_INTERRUPTED. */
  private static final int INTERRUPTED = 1317;

  private final TargetSession session;
  private final StepContext context;
  private final Duration latencyLimit;

  QuickCheck(StepContext context, TargetSession session, Duration latencyLimit) {
    this.context = context;
    this.session = session;
    this.latencyLimit = latencyLimit;
  }

  /** What came of it. */
  sealed interface Result {
    /**
     * It was looked through.
     *
     * @param rows what the server said
     */
    record Looked(List<AdminRow> rows, Duration took) implements Result {
      boolean damaged() {
        return rows.stream().anyMatch(AdminRow::isError);
      }
    }

    /** It was left before the end. */
    record Left(String why) implements Result {}
  }

  /**
   * Looks.
   *
   * @param longest it is left after this time
   */
  Result of(Table table, Duration longest) throws TargetProblem, StopRequested {
    try (var watch = new LatencyWatch(context, session, table, latencyLimit, longest)) {
      long started = System.nanoTime();
      try {
        List<AdminRow> rows = AdminRow.of(session, "CHECK TABLE " + table.sql() + " QUICK");
        var looked = new Result.Looked(rows, Duration.ofNanos(System.nanoTime() - started));
        // One that was ended may still answer; damage that it has seen is damage.
        return watch.whyEnded().isEmpty() || rows.stream().anyMatch(AdminRow::isCorrupt)
            ? looked
            : new Result.Left(watch.whyEnded());
      } catch (RuntimeException e) {
        if (watch.whyEnded().isEmpty() || !ServerSays.code(e, INTERRUPTED)) {
          throw e;
        }
        return new Result.Left(watch.whyEnded());
      }
    }
  }
}
