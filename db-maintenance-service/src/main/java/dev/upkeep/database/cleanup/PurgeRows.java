package dev.upkeep.database.cleanup;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.table.Tables;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.database.TargetDatabases;
import java.time.Duration;

/** Deletes the old rows of one table. */
final class PurgeRows implements RepeatableStep {

  static final String NAME = "purge-rows";

  private final TargetDatabases databases;
  private final Policies policies;
  private final String table;

  PurgeRows(TargetDatabases databases, Policies policies, String table) {
    this.databases = databases;
    this.policies = policies;
    this.table = table;
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
    CleanupPolicy policy = policies.forTable(context, table);
    return databases.change(
        context,
        context.parameters(CleanupParameters.class).lockWait(),
        (session, lock) ->
            new TakeRows(
                    context, session, lock, Tables.in(session).require(table), policy, "delete")
                .run(policy.ageColumn(), Batch::delete));
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    return TakeRows.plan(context, databases, policies.forTable(context, table), "delete");
  }
}
