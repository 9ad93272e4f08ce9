package dev.upkeep.database.reclaim;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.util.List;
import java.util.function.Predicate;

/** Analyzes the tables whose statistics are far from the truth. The others cost nothing. */
public final class RefreshStatistics implements RepeatableStep {

  private static final String NOT_VISIBLE =
      "which statistics are stale cannot be seen without SELECT ON mysql.innodb_table_stats";

  private final TargetDatabases databases;
  private final ReclaimScope scope;

  public RefreshStatistics(TargetDatabases databases, ReclaimScope scope) {
    this.databases = databases;
    this.scope = scope;
  }

  @Override
  public String name() {
    return "refresh-statistics";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return databases.change(
        context,
        scope.lockWaitLimit(context),
        (session, lock) -> {
          if (!Statistics.visible(session)) {
            return StepOutcome.skipped(NOT_VISIBLE);
          }
          List<Table> stale = stale(session, scope.tables(context));
          for (Table table : stale) {
            context.safePoint("before-table");
            context.progress(
                (double) stale.indexOf(table) / stale.size(), "analyzing " + table.name());
            Statistics.analyze(session, table);
          }
          return stale.isEmpty()
              ? StepOutcome.skipped("the statistics of all tables are fresh")
              : StepOutcome.done(
                  Evidence.of("analyzed", stale.stream().map(Table::name).limit(20).toList())
                      .with("tables", stale.size()));
        });
  }

  private static List<Table> stale(TargetSession session, Predicate<Table> wanted) {
    return Tables.in(session).all().stream()
        .filter(table -> table.isBase() && table.isInnoDb())
        .filter(wanted)
        .filter(table -> Statistics.stale(session, table))
        .toList();
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    return databases.plan(
        context,
        session -> {
          if (!Statistics.visible(session)) {
            return Plan.of(NOT_VISIBLE);
          }
          int stale = stale(session, scope.tables(context)).size();
          return new Plan(
              "would analyze %d tables with stale statistics".formatted(stale),
              Evidence.of("tables", stale));
        });
  }
}
