package dev.upkeep.database.indexes;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetLock;
import dev.upkeep.system.database.TargetSession;

/** Takes an index back that a run has made or woken; done when it is not there any more. */
final class TakeBack {

  private TakeBack() {}

  static StepOutcome of(StepContext context, TargetSession session, TargetLock lock, Work work)
      throws Exception {
    Table table = Tables.in(session).require(work.table());
    boolean gone =
        table
            .index(work.index())
            .filter(index -> index.hasJust(work.parts()))
            .map(index -> work.asleep() && index.ignored())
            .orElse(true);
    if (gone) {
      return StepOutcome.skipped("it is gone already");
    }
    String clause =
        work.asleep()
            ? "ALTER INDEX " + work.quotedIndex() + " IGNORED"
            : "DROP INDEX " + work.quotedIndex();
    Evidence taken =
        new IndexDdl(context, session, lock)
            .orFail(table, "taking an index back from", clause, "Drop it in a maintenance window");
    return StepOutcome.done(Evidence.of("taken-back", work.index()).and(taken));
  }
}
