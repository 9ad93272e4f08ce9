package dev.upkeep.database.cleanup;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.brake.Brake;
import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.database.Quoted;
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
import java.util.List;
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
    Taken take(Batch batch) throws TargetProblem;
  }

  /**
   * The rows of a batch.
   *
   * @param columns what counts in their digest
   * @param archive where they are now, if they are anywhere
   */
  record Taken(Sealed sealed, List<Column> columns, Optional<String> archive) {
    Taken {
      columns = List.copyOf(columns);
    }
  }

  /** Fewer rows are gone before anybody could tell what the application feels. */
  private static final int WORTH_BRAKING = 5_000;

  private static final int TRIES = 10;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration COUNTING = Duration.ofSeconds(5);

  private final StepContext context;
  private final TargetSession session;
  private final TargetLock lock;
  private final Table table;
  private final String action;
  private final AgeLimit limit;
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
    this.limit = limit(context, session, table, policy);
    this.batch = new Batch(session, table, policy.ageColumn(), limit);
    this.receipts = new Receipts(session, context, batch.keys(), table.name());
  }

  private static AgeLimit limit(
      StepContext context, TargetSession session, Table table, CleanupPolicy policy) {
    ZoneId zone = session.database().component().datetimeZone().orElse(ZoneOffset.UTC);
    Instant countedFrom = FixCutOff.countedFrom(context);
    return AgeLimit.of(policy, table.column(policy.ageColumn()).orElseThrow(), countedFrom, zone);
  }

  StepOutcome run(String ageColumn, Taking taking)
      throws TargetProblem, StopRequested, SQLException {
    receipts.prepare();
    Receipts.allowLongKeys(session);
    batch.prepare();
    Receipts.Total before = receipts.total();
    long taken = before.rows();
    Optional<Long> waiting = count(session, table, ageColumn, limit);
    long all = taken + waiting.orElse(0L);
    int most = context.parameters(CleanupParameters.class).batchRows();
    try (Brake brake = brake(waiting)) {
      for (long number = before.batches() + 1; ; number++) {
        context.safePoint("before-batch-" + number);
        long begun = System.nanoTime();
        Optional<Long> more = next(brake.rows(most), taking);
        if (more.isEmpty()) {
          break;
        }
        batch.committed();
        taken += more.get();
        context.progress(
            all == 0 ? 0 : Math.min(1, (double) taken / all),
            "%s: %d of %s rows".formatted(table.name(), taken, waiting.isEmpty() ? "?" : all));
        brake.rest(Duration.ofNanos(System.nanoTime() - begun));
      }
      Receipts.Total total = receipts.total();
      return StepOutcome.done(
          brake.tell(
              Evidence.of("rows", total.rows())
                  .with("batches", total.batches())
                  .with("cut-off", limit.cutOff().toString())
                  .with("older-than-in-column", limit.text())));
    }
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
  private Optional<Long> next(int rows, Taking taking)
      throws TargetProblem, StopRequested, SQLException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        return session.inTransaction(() -> one(rows, taking));
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

  private Optional<Long> one(int rows, Taking taking) throws TargetProblem {
    lock.check();
    if (batch.choose(rows) == 0) {
      return Optional.empty();
    }
    Taken taken = taking.take(batch);
    receipts.write(action, limit.text(), taken, Optional.empty());
    return Optional.of(taken.sealed().rows());
  }

  /** How many rows are old; empty where counting takes too long. */
  private static Optional<Long> count(
      TargetSession session, Table table, String ageColumn, AgeLimit limit) {
    try {
      return Optional.of(
          session
              .sql(
                  """
                  SET STATEMENT max_statement_time = %1$d FOR
                  SELECT COUNT(*) FROM %2$s WHERE %3$s < :limit AND %3$s > :noAge
                  """
                      .formatted(COUNTING.toSeconds(), table.sql(), Quoted.identifier(ageColumn)))
              .param("limit", limit.text())
              .param("noAge", AgeLimit.NO_AGE)
              .query(Long.class)
              .single());
    } catch (RuntimeException e) {
      if (ServerSays.code(e, ServerSays.STATEMENT_TIMEOUT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What a run would do. */
  static Plan plan(
      StepContext context, TargetDatabases databases, CleanupPolicy policy, String what)
      throws Exception {
    return databases.plan(
        context,
        session -> {
          Table table = Tables.in(session).require(policy.table());
          AgeLimit limit = limit(context, session, table, policy);
          Optional<Long> rows = count(session, table, policy.ageColumn(), limit);
          return new Plan(
              "would %s %s rows of '%s' with %s before %s"
                  .formatted(
                      what,
                      rows.map(String::valueOf).orElse("an unknown number of"),
                      table.name(),
                      policy.ageColumn(),
                      limit.text()),
              Evidence.of("rows", rows.orElse(-1L)).with("cut-off", limit.cutOff().toString()));
        });
  }
}
