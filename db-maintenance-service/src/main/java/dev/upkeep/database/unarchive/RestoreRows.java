package dev.upkeep.database.unarchive;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.database.brake.Brake;
import dev.upkeep.database.receipt.ArchivedBatches;
import dev.upkeep.database.receipt.Receipt;
import dev.upkeep.database.receipt.Receipts;
import dev.upkeep.database.receipt.Taken;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetLock;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Puts the rows of the chosen batches back. Each batch is one transaction with a receipt of its
 * own, so a repeat goes on with the batches that have none; to undo it the same rows go the same
 * way to the archive.
 */
final class RestoreRows implements RepeatableStep, Undoable {

  static final String NAME = "restore-rows";

  private static final int WORTH_BRAKING = 5;

  private final TargetDatabases databases;

  RestoreRows(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(12);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    UnarchiveParameters parameters = context.parameters(UnarchiveParameters.class);
    return databases.change(
        context,
        parameters.lockWait(),
        (session, lock) -> {
          var work = new Work(context, session, lock, parameters);
          List<Receipt> left =
              work.receipts.total().batches() == 0
                  ? WantedBatches.of(session, parameters)
                  : work.left();
          try (Brake brake = brake(work, left)) {
            for (int i = 0; i < left.size(); i++) {
              Receipt receipt = left.get(i);
              context.safePoint("before-batch-" + receipt.batch());
              long begun = System.nanoTime();
              work.batch(ArchivedBatches.UNARCHIVE, receipt, work.shift::back);
              context.progress(
                  (double) (i + 1) / left.size(),
                  "%s: %d of %d batches".formatted(parameters.table(), i + 1, left.size()));
              brake.rest(Duration.ofNanos(System.nanoTime() - begun));
            }
            Receipts.Total total = work.receipts.total();
            return StepOutcome.done(
                brake.tell(Evidence.of("rows", total.rows()).with("batches", total.batches())));
          }
        });
  }

  private static Brake brake(Work work, List<Receipt> left) throws Exception {
    if (!work.parameters.brake()) {
      return Brake.off("off");
    }
    return left.size() < WORTH_BRAKING
        ? Brake.off("not needed for fewer than %d batches".formatted(WORTH_BRAKING))
        : Brake.on(work.context, work.session, work.table);
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    UnarchiveParameters parameters = context.parameters(UnarchiveParameters.class);
    return databases.plan(
        context,
        session -> {
          List<Receipt> receipts = WantedBatches.of(session, parameters);
          long rows = receipts.stream().mapToLong(Receipt::rows).sum();
          return new Plan(
              "would move %d rows in %d batches from '%s' back to '%s'"
                  .formatted(
                      rows, receipts.size(), receipts.getFirst().archive(), parameters.table()),
              Evidence.of("rows", rows).with("batches", receipts.size()));
        });
  }

  @Override
  public StepOutcome undo(StepContext context) throws Exception {
    UnarchiveParameters parameters = context.parameters(UnarchiveParameters.class);
    return databases.change(
        context,
        parameters.lockWait(),
        (session, lock) -> {
          var work = new Work(context, session, lock, parameters);
          long rows = 0;
          for (Receipt receipt : work.ofThisRun(ArchivedBatches.UNARCHIVE).reversed()) {
            context.safePoint("before-undoing-batch-" + receipt.batch());
            work.batch(ArchivedBatches.ARCHIVE, receipt, work.shift::away);
            rows += receipt.rows();
          }
          return StepOutcome.done(Evidence.of("rows", rows));
        });
  }

  /** Which way the rows of a receipt go. */
  @FunctionalInterface
  private interface Way {
    Taken take(Receipt receipt) throws TargetProblem;
  }

  /** What a session works with. */
  private static final class Work {
    private final StepContext context;
    private final TargetSession session;
    private final TargetLock lock;
    private final UnarchiveParameters parameters;
    private final Table table;
    private final ShiftBatch shift;
    private final Receipts receipts;

    Work(
        StepContext context, TargetSession session, TargetLock lock, UnarchiveParameters parameters)
        throws TargetProblem {
      this.context = context;
      this.session = session;
      this.lock = lock;
      this.parameters = parameters;
      Tables tables = Tables.in(session);
      this.table = tables.require(parameters.table());
      this.shift = new ShiftBatch(session, tables, table);
      this.receipts = new Receipts(session, context, table.name());
      receipts.prepare();
      shift.prepare();
    }

    void batch(String action, Receipt receipt, Way way) throws TargetProblem, SQLException {
      session.inTransaction(
          () -> {
            lock.check();
            receipts.write(action, "", way.take(receipt), Optional.of(receipt.reference()));
            return Boolean.TRUE;
          });
    }

    /** Batches that an earlier attempt of this run did not come to; there may be none. */
    List<Receipt> left() {
      return ArchivedBatches.of(session, table.name(), ArchivedBatches.ARCHIVE).stream()
          .filter(receipt -> receipt.run().equals(parameters.run()))
          .filter(receipt -> parameters.wants(receipt.batch()))
          .toList();
    }

    List<Receipt> ofThisRun(String action) {
      String run = context.run().taskRunId().toString();
      return ArchivedBatches.of(session, table.name(), action).stream()
          .filter(receipt -> receipt.run().equals(run))
          .toList();
    }
  }
}
