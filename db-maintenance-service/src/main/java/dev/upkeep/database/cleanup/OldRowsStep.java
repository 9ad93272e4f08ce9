package dev.upkeep.database.cleanup;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import java.time.Duration;
import java.util.Optional;

/** What {@link MoveRows} and {@link PurgeRows} have in common: all but what becomes of the rows. */
abstract sealed class OldRowsStep implements RepeatableStep permits MoveRows, PurgeRows {

  private final TargetDatabases databases;
  private final Policies policies;
  private final String table;

  OldRowsStep(TargetDatabases databases, Policies policies, String table) {
    this.databases = databases;
    this.policies = policies;
    this.table = table;
  }

  /** What the receipts call it: a word that stays, whatever the step is called. */
  abstract String receiptAction();

  /** The verb for people, in the plan. */
  abstract String verb();

  /** What keeps this policy from being followed today, in a sentence; empty when nothing does. */
  Optional<String> hindrance(CleanupPolicy policy) {
    return Optional.empty();
  }

  /** What becomes of a batch of this table's old rows. */
  abstract TakeRows.Taking taking(Tables tables, Table source, CleanupPolicy policy)
      throws TargetProblem;

  @Override
  public final Duration limit() {
    return Duration.ofHours(12);
  }

  @Override
  public final StepOutcome run(StepContext context) throws Exception {
    CleanupPolicy policy = policies.forTable(context, table);
    Optional<String> hindrance = hindrance(policy);
    if (hindrance.isPresent()) {
      return StepOutcome.skipped(hindrance.get());
    }
    return databases.change(
        context,
        context.parameters(CleanupParameters.class).lockWait(),
        (session, lock) -> {
          Tables tables = Tables.in(session);
          Table source = tables.require(table);
          return new TakeRows(context, session, lock, source, policy, receiptAction())
              .run(taking(tables, source, policy));
        });
  }

  @Override
  public final Plan plan(StepContext context) throws Exception {
    CleanupPolicy policy = policies.forTable(context, table);
    Optional<String> hindrance = hindrance(policy);
    return hindrance.isPresent()
        ? new Plan("would not " + verb() + " anything: " + hindrance.get(), Evidence.of("rows", 0L))
        : TakeRows.plan(context, databases, policy, verb());
  }
}
