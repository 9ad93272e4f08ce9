package dev.upkeep.database.indexes;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.query.Measuring;
import dev.upkeep.database.query.QueryCost;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.util.List;

/** What the queries that operators named cost, before anything is changed. */
final class MeasureBefore implements LookingStep {

  private static final String REMEMBERED = "costs-before";

  private final TargetDatabases databases;

  MeasureBefore(TargetDatabases databases) {
    this.databases = databases;
  }

  /** What is remembered for later steps. */
  record Costs(List<QueryCost> queries) {
    Costs {
      queries = List.copyOf(queries);
    }
  }

  /** As this step remembered them. */
  static List<QueryCost> costs(StepContext context) {
    return context.recall(REMEMBERED, Costs.class).map(Costs::queries).orElse(List.of());
  }

  /** Measures the same queries now. */
  static List<QueryCost> measure(StepContext context, TargetSession session) throws StopRequested {
    return new Measuring(session, context.parameters(IndexApplyParameters.class).longestQuery())
        .of(context, session.database().component().tuning().queries());
  }

  @Override
  public String name() {
    return "measure-before";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    if (Work.decided(context).work().isEmpty()) {
      return StepOutcome.skipped("no index is to be changed");
    }
    return databases.look(
        context,
        session -> {
          if (session.database().component().tuning().queries().isEmpty()) {
            return StepOutcome.skipped(
                "the system file names no queries, so nothing tells whether an index helps");
          }
          List<QueryCost> costs = measure(context, session);
          context.remember(REMEMBERED, new Costs(costs));
          return StepOutcome.done(QueryCost.evidence(costs));
        });
  }
}
