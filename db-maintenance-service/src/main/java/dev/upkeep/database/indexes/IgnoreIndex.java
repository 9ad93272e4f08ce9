package dev.upkeep.database.indexes;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.database.query.QueryCost;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetLock;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.util.List;
import java.util.Optional;

/**
 * Begins the trial before a drop: the optimizer does without the index, which is still kept up to
 * date. Ends it at once if a named query becomes slower.
 */
final class IgnoreIndex implements RepeatableStep, Undoable {

  static final String NAME = "ignore-index";

  private final TargetDatabases databases;
  private final IndexHistory history;
  private final String item;

  IgnoreIndex(TargetDatabases databases, IndexHistory history, String item) {
    this.databases = databases;
    this.history = history;
    this.item = item;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Work work = Work.named(context, item);
    return databases.change(
        context,
        context.parameters(IndexApplyParameters.class).lockWait(),
        (session, lock) -> begin(context, session, lock, work));
  }

  private StepOutcome begin(StepContext context, TargetSession session, TargetLock lock, Work work)
      throws Exception {
    set(context, session, lock, work, true);
    List<QueryCost> before = MeasureBefore.costs(context);
    List<QueryCost> after = before.isEmpty() ? List.of() : MeasureBefore.measure(context, session);
    double tolerance = context.parameters(IndexApplyParameters.class).tolerance();
    List<String> slower =
        after.stream()
            .filter(
                cost ->
                    before.stream()
                        .filter(b -> b.query().equals(cost.query()))
                        .anyMatch(b -> b.uses(work.index()) && cost.worseThan(b, tolerance)))
            .map(QueryCost::query)
            .toList();
    if (!slower.isEmpty()) {
      set(context, session, lock, work, false);
      history.forget(context, work, IndexHistory.Event.IGNORED);
      return StepOutcome.failed(
          "Without the index '%s' of '%s' these queries read more rows: %s; it is used again."
              .formatted(work.index(), work.table(), String.join(", ", slower)),
          "Take it out of the list of indexes to drop");
    }
    history.add(context, work, IndexHistory.Event.IGNORED);
    return StepOutcome.done(
        QueryCost.evidence(after)
            .with("ignored", work.index())
            .with(
                "to-be-dropped-from",
                context
                    .clock()
                    .instant()
                    .plus(context.parameters(IndexApplyParameters.class).trialLength())));
  }

  private static void set(
      StepContext context, TargetSession session, TargetLock lock, Work work, boolean ignored)
      throws Exception {
    Table table = Tables.in(session).require(work.table());
    Optional<Index> index = table.index(work.index());
    if (index.isEmpty()) {
      throw TargetProblem.lasting(
          "The index '%s' of '%s' is gone.".formatted(work.index(), work.table()),
          "Start a new run");
    }
    if (index.get().ignored() == ignored) {
      return;
    }
    new IndexDdl(context, session, lock)
        .orFail(
            table,
            "changing an index of",
            "ALTER INDEX " + work.quotedIndex() + (ignored ? " IGNORED" : " NOT IGNORED"),
            "Take it out of the list of indexes to drop");
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    Work work = Work.named(context, item);
    return new Plan(
        "would have the optimizer ignore '%s' of '%s' for a trial of %s"
            .formatted(
                work.index(), work.table(), context.parameters(IndexApplyParameters.class).trial()),
        Evidence.none());
  }

  /** Has the optimizer use it again. */
  @Override
  public StepOutcome undo(StepContext context) throws Exception {
    Work work = Work.named(context, item);
    return databases.change(
        context,
        context.parameters(IndexApplyParameters.class).lockWait(),
        (session, lock) -> {
          if (!work.asleep()) {
            set(context, session, lock, work, false);
          }
          history.forget(context, work, IndexHistory.Event.IGNORED);
          return StepOutcome.done(Evidence.of("used-again", work.index()));
        });
  }
}
