package dev.upkeep.database.optimize;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.catalogue.Described;
import dev.upkeep.database.reclaim.AnalyzeRebuilt;
import dev.upkeep.database.reclaim.CompareSizes;
import dev.upkeep.database.reclaim.EstimateReclaim;
import dev.upkeep.database.reclaim.RebuildHistory;
import dev.upkeep.database.reclaim.RebuildTable;
import dev.upkeep.database.reclaim.ReclaimScope;
import dev.upkeep.database.reclaim.RefreshStatistics;
import dev.upkeep.database.reclaim.RememberRebuilds;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.database.TargetDatabases;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Optimizes a database: only what is really fragmented is rebuilt. */
@Component
final class OptimizeTask implements Task {

  private final TargetDatabases databases;
  private final ReclaimScope scope = new OptimizeScope();
  private final TableChecks checks;
  private final RebuildHistory rebuilds;

  OptimizeTask(TargetDatabases databases, JdbcClient jdbc) {
    this.databases = databases;
    this.checks = new TableChecks(jdbc);
    this.rebuilds = new RebuildHistory(jdbc);
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new CheckTables(databases, scope, checks))
        .then(new RememberChecks(checks))
        .then(new RefuseDamaged())
        .then(new RefreshStatistics(databases, scope))
        .then(new EstimateReclaim(databases, scope, rebuilds))
        .forEach(
            "rebuild-table",
            EstimateReclaim::tablesWorthRebuilding,
            table -> new RebuildTable(databases, scope, table))
        .then(new AnalyzeRebuilt(databases, scope))
        .then(new RefreshHistograms(databases))
        .then(new RememberRebuilds(rebuilds))
        .then(new CompareSizes());
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    return databases.precheck(
        context,
        session ->
            OptimizePrecheck.of(
                session, context.parameters(OptimizeParameters.class).chosenTables()));
  }

  @Override
  public TaskDescription description() {
    return Described.as("database.optimize");
  }

  @Override
  public Class<? extends Record> parameters() {
    return OptimizeParameters.class;
  }
}
