package dev.upkeep.database.cleanup;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import java.time.Duration;
import java.util.List;

/** Moves the old rows of one table to its archive table. */
final class MoveRows implements RepeatableStep {

  static final String NAME = "move-rows";

  private final TargetDatabases databases;
  private final Policies policies;
  private final String table;

  MoveRows(TargetDatabases databases, Policies policies, String table) {
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
        (session, lock) -> {
          Tables tables = Tables.in(session);
          Table source = tables.require(table);
          Table archive = tables.require(into(policy));
          List<String> columns = ArchiveFit.copied(source, archive);
          return new TakeRows(context, session, lock, source, policy, "archive")
              .run(policy.ageColumn(), batch -> move(batch, archive, columns));
        });
  }

  private long move(Batch batch, Table archive, List<String> columns) throws TargetProblem {
    long copied = batch.copyInto(archive, columns);
    long deleted = batch.delete();
    if (copied != deleted) {
      throw TargetProblem.lasting(
          "A batch of '%s' copied %d rows and deleted %d; it was taken back."
              .formatted(table, copied, deleted),
          "Look for triggers on '%s' and '%s' that change rows".formatted(table, archive.name()));
    }
    return copied;
  }

  private static String into(CleanupPolicy policy) {
    return switch (policy.action()) {
      case CleanupPolicy.Action.Archive archive -> archive.into();
      case CleanupPolicy.Action.Delete delete ->
          throw new IllegalArgumentException(policy.table() + " has no archive");
    };
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    return TakeRows.plan(context, databases, policies.forTable(context, table), "move");
  }
}
