package dev.upkeep.database.indexes;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.online.OnlineDdl;
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
    var online =
        new OnlineDdl(
            context,
            session,
            lock,
            table,
            context.parameters(IndexApplyParameters.class).lockWait());
    return switch (online.run(
        new OnlineDdl.Change("taking an index back from", clause, "NOCOPY"))) {
      case OnlineDdl.End.Changed changed ->
          StepOutcome.done(
              Evidence.of("taken-back", work.index()).with("attempts", changed.attempts()));
      case OnlineDdl.End.NotOnline impossible ->
          StepOutcome.failed(
              "'%s' cannot be taken back without locking the application out: %s"
                  .formatted(work.index(), impossible.why()),
              "Drop it in a maintenance window");
    };
  }
}
