package dev.upkeep.database.reclaim;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.util.List;

/** Analyzes the tables that were rebuilt, and no others. */
public final class AnalyzeRebuilt implements RepeatableStep {

  private final TargetDatabases databases;
  private final ReclaimScope scope;

  public AnalyzeRebuilt(TargetDatabases databases, ReclaimScope scope) {
    this.databases = databases;
    this.scope = scope;
  }

  @Override
  public String name() {
    return "analyze-tables";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    List<String> rebuilt =
        EstimateReclaim.tablesWorthRebuilding(context).stream()
            .filter(table -> RebuildTable.sizes(context, table).isPresent())
            .toList();
    if (rebuilt.isEmpty()) {
      return StepOutcome.skipped("no table was rebuilt");
    }
    return databases.change(
        context,
        scope.lockWaitLimit(context),
        (session, lock) -> {
          Tables tables = Tables.in(session);
          for (String name : rebuilt) {
            context.safePoint("before-table");
            context.progress((double) rebuilt.indexOf(name) / rebuilt.size(), "analyzing " + name);
            Table table = tables.require(name);
            Statistics.analyze(session, table);
          }
          return StepOutcome.done(Evidence.of("analyzed", rebuilt));
        });
  }

  @Override
  public Plan plan(StepContext context) {
    int tables = EstimateReclaim.tablesWorthRebuilding(context).size();
    return new Plan(
        "would analyze the %d rebuilt tables".formatted(tables), Evidence.of("tables", tables));
  }
}
