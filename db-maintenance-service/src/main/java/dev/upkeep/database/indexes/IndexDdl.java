package dev.upkeep.database.indexes;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.online.OnlineDdl;
import dev.upkeep.database.table.Table;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetLock;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;

/** The one way in which the steps change an index: online, without a copy of the table. */
record IndexDdl(StepContext context, TargetSession session, TargetLock lock) {

  /**
   * Makes a change that can be done without: it is left undone if it would lock the application
   * out.
   *
   * @param doing for people: {@code dropping an index of}
   * @param clause what follows {@code ALTER TABLE t}
   */
  StepOutcome orLeaveIt(Table table, String doing, String clause) throws Exception {
    return switch (run(table, doing, clause)) {
      case OnlineDdl.End.Changed changed -> StepOutcome.done(figures(changed));
      case OnlineDdl.End.NotOnline impossible ->
          StepOutcome.skipped("It would lock the application out: " + impossible.why());
    };
  }

  /**
   * Makes a change that must be made.
   *
   * @param remedy what an operator can do if it cannot
   * @throws TargetProblem if it would lock the application out
   */
  Evidence orFail(Table table, String doing, String clause, String remedy) throws Exception {
    return switch (run(table, doing, clause)) {
      case OnlineDdl.End.Changed changed -> figures(changed);
      case OnlineDdl.End.NotOnline impossible ->
          throw TargetProblem.lasting(
              "'%s' of '%s' would lock the application out: %s."
                  .formatted(clause, table.name(), impossible.why()),
              remedy);
    };
  }

  private OnlineDdl.End run(Table table, String doing, String clause) throws Exception {
    var lockWait = context.parameters(IndexApplyParameters.class).lockWait();
    return new OnlineDdl(context, session, lock, table, lockWait)
        .run(new OnlineDdl.Change(doing, clause, "NOCOPY"));
  }

  private static Evidence figures(OnlineDdl.End.Changed changed) {
    return Evidence.of("attempts", changed.attempts()).with("took-ms", changed.took().toMillis());
  }
}
