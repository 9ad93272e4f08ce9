package dev.upkeep.database.indexes;

import dev.upkeep.chassis.task.CheckableStep;
import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Probe;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.database.online.HeadRoom;
import dev.upkeep.database.online.OnlineDdl;
import dev.upkeep.database.reclaim.FileSizes;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetLock;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.Optional;

/** Makes one index, or wakes one that is ignored. The server knows it whole or not at all. */
final class CreateIndex implements CheckableStep, Undoable {

  static final String NAME = "create-index";

  private final TargetDatabases databases;
  private final String item;

  CreateIndex(TargetDatabases databases, String item) {
    this.databases = databases;
    this.item = item;
  }

  /** Whether the step of this run has made the index. */
  static boolean made(StepContext context, String item) {
    return context
        .evidenceOf(NAME + "/" + item)
        .map(e -> e.values().containsKey("made"))
        .orElse(false);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(12);
  }

  /** The server says nothing while it sorts. */
  @Override
  public Duration silenceLimit() {
    return limit();
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Work work = Work.named(context, item);
    Duration lockWait = context.parameters(IndexApplyParameters.class).lockWait();
    return databases.change(
        context, lockWait, (session, lock) -> make(context, session, lock, work));
  }

  private static StepOutcome make(
      StepContext context, TargetSession session, TargetLock lock, Work work) throws Exception {
    Table table = Tables.in(session).require(work.table());
    Optional<Index> there = table.index(work.index());
    if (there.isPresent() && !there.get().ignored()) {
      return there.get().hasJust(work.parts())
          ? StepOutcome.skipped("somebody else has made it meanwhile")
          : StepOutcome.failed(
              "Somebody has made another index '%s' on '%s' meanwhile."
                  .formatted(work.index(), work.table()),
              "Look who changes the schema at this time, then run again");
    }
    long estimate = work.asleep() ? 0 : IndexSize.estimate(session, table, work.parts());
    HeadRoom room = HeadRoom.of(session, table, FileSizes.in(session).of(table).orElse(0L));
    makeSureItFits(work, room, estimate);
    StepOutcome outcome = ddl(work, new IndexDdl(context, session, lock), table);
    return outcome instanceof StepOutcome.Done(Evidence evidence)
        ? StepOutcome.done(
            made(work)
                .and(evidence)
                .with("estimated-bytes", estimate)
                .with("index-bytes", IndexSize.actual(session, table, work.index()))
                .with("disk-room", room.said()))
        : outcome;
  }

  private static StepOutcome ddl(Work work, IndexDdl ddl, Table table) throws Exception {
    return work.asleep()
        ? ddl.orLeaveIt(
            table, "waking an index of", "ALTER INDEX " + work.quotedIndex() + " NOT IGNORED")
        : ddl.orLeaveIt(
            table,
            "making an index of",
            "ADD INDEX " + work.quotedIndex() + " " + work.definition());
  }

  private static Evidence made(Work work) {
    return Evidence.of("made", work.index() + " " + work.definition());
  }

  private static void makeSureItFits(Work work, HeadRoom room, long estimate) throws TargetProblem {
    long needed = estimate * IndexSize.ROOM_FACTOR;
    if (room instanceof HeadRoom.Known known && known.freeBytes() < needed) {
      throw TargetProblem.passing(
          "To make '%s' needs about %d MiB with its sort files; %d MiB are free on the server's disk."
              .formatted(work.index(), needed >> 20, known.freeBytes() >> 20),
          "Make room on the disk of the database server");
    }
  }

  @Override
  public Probe probe(StepContext context) throws Exception {
    Work work = Work.named(context, item);
    return databases.ask(
        context,
        session -> {
          if (OnlineDdl.stillRunning(session)) {
            return new Probe.StillRunning(
                "the connection that makes '" + work.index() + "' is still at work");
          }
          return Tables.in(session)
              .require(work.table())
              .index(work.index())
              .filter(index -> !index.ignored() && index.hasJust(work.parts()))
              .<Probe>map(
                  index -> new Probe.Happened(made(work).with("seen", "the index is there, whole")))
              .orElse(new Probe.CannotHappenAnyMore("the index is not there"));
        });
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    Work work = Work.named(context, item);
    if (work.asleep()) {
      return Plan.of("would have the optimizer use '%s' again".formatted(work.index()));
    }
    return databases.plan(
        context,
        session -> {
          long estimate =
              IndexSize.estimate(session, Tables.in(session).require(work.table()), work.parts());
          return new Plan(
              "would make %s %s on '%s' online, about %.1f MiB"
                  .formatted(work.index(), work.definition(), work.table(), estimate / 1048576.0),
              Evidence.of("estimated-bytes", estimate));
        });
  }

  /** Drops it again, or puts it back to sleep. */
  @Override
  public StepOutcome undo(StepContext context) throws Exception {
    Work work = Work.named(context, item);
    return databases.change(
        context,
        context.parameters(IndexApplyParameters.class).lockWait(),
        (session, lock) -> TakeBack.of(context, session, lock, work));
  }
}
