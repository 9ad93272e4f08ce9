package dev.upkeep.database.cleanup;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.brake.Brake;
import dev.upkeep.database.receipt.Receipts;
import dev.upkeep.database.receipt.Taken;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.database.ServerSays;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetLock;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Takes the old rows of one table away, batch by batch. Each batch is one transaction on the
 * target: the check of this worker's right, the rows, their receipt. After a crash at any point the
 * rows that were taken have receipts and the others are where they were, so a repeat just goes on.
 */
final class TakeRows {

  /** How rows of a batch are taken; answers which they were. */
  @FunctionalInterface
  interface Taking {
    Taken take(Batch batch, Optional<NotedFiles> files);
  }

  /** Fewer rows are gone before anybody could tell what the application feels. */
  private static final int WORTH_BRAKING = 5_000;

  private static final int TRIES = 10;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private final StepContext context;
  private final TargetSession session;
  private final TargetLock lock;
  private final Table table;
  private final String action;
  private final OldRows old;
  private final Batch batch;
  private final Receipts receipts;

  TakeRows(
      StepContext context,
      TargetSession session,
      TargetLock lock,
      Table table,
      CleanupPolicy policy,
      String action) {
    this.context = context;
    this.session = session;
    this.lock = lock;
    this.table = table;
    this.action = action;
    this.old = oldRows(context, session, table, policy);
    this.batch = new Batch(session, old);
    this.receipts = new Receipts(session, context, table.name());
  }

  /** Which rows a policy takes in this run. */
  static OldRows oldRows(
      StepContext context, TargetSession session, Table table, CleanupPolicy policy) {
    ZoneId zone = session.database().component().datetimeZone().orElse(ZoneOffset.UTC);
    Instant countedFrom = FixCutOff.countedFrom(context);
    AgeLimit limit =
        AgeLimit.of(policy, table.column(policy.ageColumn()).orElseThrow(), countedFrom, zone);
    return OldRows.of(table, policy, limit);
  }

  StepOutcome run(Taking taking) throws TargetProblem, StopRequested, SQLException {
    receipts.prepare();
    Optional<NotedFiles> files = old.files().map(paths -> new NotedFiles(session, context, paths));
    files.ifPresent(NotedFiles::prepare);
    Receipts.Total before = receipts.total();
    long taken = before.rows();
    Optional<Long> waiting = Counting.count(session, table, old.taken(), old.parameters());
    long all = taken + waiting.orElse(0L);
    var size = new BatchSize(context.parameters(CleanupParameters.class).batchRows());
    try (Brake brake = brake(waiting)) {
      for (long number = before.batches() + 1; ; number++) {
        context.safePoint("before-batch-" + number);
        long begun = System.nanoTime();
        Optional<Long> more = next(brake.rows(size.rows()), taking, files);
        if (more.isEmpty()) {
          break;
        }
        batch.committed();
        size.took(more.get(), Duration.ofNanos(System.nanoTime() - begun));
        if (files.isPresent()) {
          context.safePoint("before-files-of-batch-" + number);
          files.get().removeNoted();
        }
        taken += more.get();
        context.progress(
            all == 0 ? 0 : Math.min(1, (double) taken / all),
            "%s: %d of %s rows".formatted(table.name(), taken, waiting.isEmpty() ? "?" : all));
        brake.rest(Duration.ofNanos(System.nanoTime() - begun));
      }
      Receipts.Total total = receipts.total();
      Evidence evidence =
          Evidence.of("rows", total.rows())
              .with("batches", total.batches())
              .with("cut-off", old.limit().cutOff().toString())
              .with("older-than-in-column", old.limit().text());
      if (old.hold().isPresent()) {
        evidence = evidence.with("held-rows", held());
      }
      if (files.isPresent()) {
        evidence = files.get().tell(evidence);
      }
      return StepOutcome.done(brake.tell(evidence));
    }
  }

  /** Old rows that stay because of a legal hold; -1 where counting them takes too long. */
  private long held() {
    return Counting.count(session, table, old.old() + " AND " + old.held(), old.parameters())
        .orElse(-1L);
  }

  private Brake brake(Optional<Long> waiting) throws TargetProblem, SQLException, StopRequested {
    if (!context.parameters(CleanupParameters.class).brake()) {
      return Brake.off("off");
    }
    return waiting.orElse(Long.MAX_VALUE) < WORTH_BRAKING
        ? Brake.off("not needed for fewer than %d rows".formatted(WORTH_BRAKING))
        : Brake.on(context, session, table);
  }

  /** One batch; empty when no old row is left. */
  private Optional<Long> next(int rows, Taking taking, Optional<NotedFiles> files)
      throws TargetProblem, StopRequested, SQLException {
    Duration pause = FIRST_PAUSE;
    boolean alone = false;
    for (int attempt = 1; ; attempt++) {
      try {
        return alone
            ? session.inRepeatableTransaction(() -> one(rows, taking, files))
            : session.inTransaction(() -> one(rows, taking, files));
      } catch (RowsDiffer e) {
        if (alone) {
          throw e.problem();
        }
        // The application has changed old rows or added some: they are locked before they are
        // copied.
        alone = true;
        continue;
      } catch (RuntimeException | SQLException e) {
        if (!ServerSays.tryAgain(e) || attempt == TRIES) {
          throw e;
        }
      }
      context.safePoint("rows-in-use");
      session.pause(pause);
      pause = pause.multipliedBy(2);
    }
  }

  private Optional<Long> one(int rows, Taking taking, Optional<NotedFiles> files)
      throws TargetProblem {
    lock.check();
    if (batch.choose(rows) == 0) {
      return Optional.empty();
    }
    Taken taken = taking.take(batch, files);
    if (taken.sealed().rows() > 0) {
      receipts.write(action, old.limit().text(), taken, Optional.empty());
    }
    return Optional.of(taken.sealed().rows());
  }

  /** What a run would do. */
  static Plan plan(
      StepContext context, TargetDatabases databases, CleanupPolicy policy, String what)
      throws Exception {
    return databases.plan(
        context,
        session -> {
          Table table = Tables.in(session).require(policy.table());
          OldRows old = oldRows(context, session, table, policy);
          Optional<Long> rows = Counting.count(session, table, old.taken(), old.parameters());
          return new Plan(
              "would %s %s rows of '%s' with %s before %s"
                  .formatted(
                      what,
                      rows.map(String::valueOf).orElse("an unknown number of"),
                      table.name(),
                      policy.ageColumn(),
                      old.limit().text()),
              Evidence.of("rows", rows.orElse(-1L))
                  .with("cut-off", old.limit().cutOff().toString()));
        });
  }
}
