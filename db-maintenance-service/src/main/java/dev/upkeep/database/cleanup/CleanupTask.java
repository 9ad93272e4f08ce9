package dev.upkeep.database.cleanup;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.catalogue.Described;
import dev.upkeep.database.receipt.CheckReceipts;
import dev.upkeep.database.reclaim.AnalyzeRebuilt;
import dev.upkeep.database.reclaim.CompareSizes;
import dev.upkeep.database.reclaim.EstimateReclaim;
import dev.upkeep.database.reclaim.RebuildHistory;
import dev.upkeep.database.reclaim.RebuildTable;
import dev.upkeep.database.reclaim.ReclaimScope;
import dev.upkeep.database.reclaim.RememberRebuilds;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.database.TargetDatabases;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Cleans a database up by the policies of the system file. */
@Component
final class CleanupTask implements Task {

  private final TargetDatabases databases;
  private final Policies policies;
  private final RebuildHistory rebuilds;
  private final ReclaimScope shrunken = new CleanupScope();

  CleanupTask(TargetDatabases databases, JdbcClient jdbc) {
    this.databases = databases;
    this.rebuilds = new RebuildHistory(jdbc);
    this.policies = new Policies(databases);
  }

  @Override
  public Steps steps() {
    return Steps.version(4)
        .then(new FixCutOff(databases))
        .then(new CheckPolicies(databases, policies))
        .then(new CheckShare(databases, policies))
        .forEach(
            MoveRows.NAME,
            policies::tablesToArchive,
            table -> new MoveRows(databases, policies, table))
        .forEach(
            PurgeRows.NAME,
            policies::tablesToPurge,
            table -> new PurgeRows(databases, policies, table))
        .forEach(
            FindOrphans.NAME,
            policies::tablesWithFiles,
            table -> new FindOrphans(databases, policies, table))
        .then(new CheckReceipts(databases))
        .then(new EstimateReclaim(databases, shrunken, rebuilds))
        .forEach(
            "rebuild-table",
            EstimateReclaim::tablesWorthRebuilding,
            table -> new RebuildTable(databases, shrunken, table))
        .then(new AnalyzeRebuilt(databases, shrunken))
        .then(new RememberRebuilds(rebuilds))
        .then(new CompareSizes())
        .then(new SumUp(policies));
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    return databases.precheck(
        context,
        session ->
            CleanupPrecheck.of(
                session,
                policies.of(context),
                context.parameters(CleanupParameters.class).optimizeAfterwards()));
  }

  @Override
  public TaskDescription description() {
    return Described.as("database.cleanup");
  }

  @Override
  public Class<? extends Record> parameters() {
    return CleanupParameters.class;
  }
}
