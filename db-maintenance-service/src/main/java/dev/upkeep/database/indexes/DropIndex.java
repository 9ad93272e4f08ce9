package dev.upkeep.database.indexes;

import dev.upkeep.chassis.task.CheckableStep;
import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Probe;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.database.online.OnlineDdl;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.time.Duration;

/** Drops an index that nobody has missed during its trial. */
final class DropIndex implements CheckableStep, Undoable {

  static final String NAME = "drop-index";

  private final TargetDatabases databases;
  private final IndexHistory history;
  private final String item;

  DropIndex(TargetDatabases databases, IndexHistory history, String item) {
    this.databases = databases;
    this.history = history;
    this.item = item;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** An undo makes the index again. */
  @Override
  public Duration limit() {
    return Duration.ofHours(12);
  }

  @Override
  public Duration silenceLimit() {
    return limit();
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Work work = Work.named(context, item);
    return databases.change(
        context,
        context.parameters(IndexApplyParameters.class).lockWait(),
        (session, lock) -> {
          Table table = Tables.in(session).require(work.table());
          if (table.index(work.index()).filter(index -> index.ignored()).isEmpty()) {
            return StepOutcome.failed(
                "The index '%s' of '%s' is not ignored any more: its trial was ended."
                    .formatted(work.index(), work.table()),
                "Take it out of the list of indexes to drop, or start a new trial with a new run");
          }
          long bytes = IndexSize.actual(session, table, work.index());
          StepOutcome outcome =
              new IndexDdl(context, session, lock)
                  .orLeaveIt(table, "dropping an index of", "DROP INDEX " + work.quotedIndex());
          if (outcome instanceof StepOutcome.Done(Evidence evidence)) {
            history.forget(context, work, IndexHistory.Event.IGNORED);
            return StepOutcome.done(dropped(work).and(evidence).with("index-bytes", bytes));
          }
          return outcome;
        });
  }

  private static Evidence dropped(Work work) {
    return Evidence.of("dropped", work.index() + " " + work.definition());
  }

  @Override
  public Probe probe(StepContext context) throws Exception {
    Work work = Work.named(context, item);
    return databases.ask(
        context,
        session -> {
          if (OnlineDdl.stillRunning(session)) {
            return new Probe.StillRunning(
                "the connection that drops '" + work.index() + "' is still at work");
          }
          return Tables.in(session).require(work.table()).index(work.index()).isPresent()
              ? new Probe.CannotHappenAnyMore("the index is there")
              : new Probe.Happened(dropped(work).with("seen", "the index is gone"));
        });
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    Work work = Work.named(context, item);
    return Plan.of(
        "would drop '%s' of '%s': its trial is over".formatted(work.index(), work.table()));
  }

  /** Makes it again, ignored as it was; its trial counts from then on. */
  @Override
  public StepOutcome undo(StepContext context) throws Exception {
    Work work = Work.named(context, item);
    return databases.change(
        context,
        context.parameters(IndexApplyParameters.class).lockWait(),
        (session, lock) -> {
          Table table = Tables.in(session).require(work.table());
          boolean there = table.index(work.index()).isPresent();
          Evidence made =
              there
                  ? Evidence.none()
                  : new IndexDdl(context, session, lock)
                      .orFail(
                          table,
                          "making an index again of",
                          "ADD INDEX %s %s IGNORED"
                              .formatted(work.quotedIndex(), work.definition()),
                          "Make it again in a maintenance window if it is missed");
          // A crash before this ends the trial; written sooner, it would be one of no index.
          history.add(context, work, IndexHistory.Event.IGNORED);
          return there ? StepOutcome.skipped("it is there again") : StepOutcome.done(made);
        });
  }
}
