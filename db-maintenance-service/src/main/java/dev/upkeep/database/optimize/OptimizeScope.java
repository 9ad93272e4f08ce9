package dev.upkeep.database.optimize;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.reclaim.ReclaimScope;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.amount.Percent;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** The tables that were named, or all. */
final class OptimizeScope implements ReclaimScope {

  @Override
  public Predicate<Table> tables(StepContext context) {
    List<String> chosen = parameters(context).chosenTables();
    return table -> chosen.isEmpty() || chosen.contains(table.name());
  }

  @Override
  public Percent threshold(StepContext context) {
    return parameters(context).threshold();
  }

  @Override
  public Duration lockWaitLimit(StepContext context) {
    return parameters(context).lockWait();
  }

  private static OptimizeParameters parameters(StepContext context) {
    return context.parameters(OptimizeParameters.class);
  }
}
