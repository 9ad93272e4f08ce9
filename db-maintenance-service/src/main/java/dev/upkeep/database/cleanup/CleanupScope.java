package dev.upkeep.database.cleanup;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.reclaim.ReclaimScope;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.amount.Percent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The tables that this run made smaller, if they are to be optimized at all. */
final class CleanupScope implements ReclaimScope {

  private static final Percent WORTH_IT = new Percent(new BigDecimal(20));

  @Override
  public Predicate<Table> tables(StepContext context) {
    return context.parameters(CleanupParameters.class).optimizeAfterwards()
        ? table -> takenFrom(context, table.name()) > 0
        : table -> false;
  }

  /** How many rows this run took out of a table. */
  static long takenFrom(StepContext context, String table) {
    return Stream.of(MoveRows.NAME, PurgeRows.NAME)
        .flatMap(step -> context.evidenceOf(step + "/" + table).stream())
        .map(evidence -> evidence.values().get("rows"))
        .mapToLong(rows -> rows instanceof Number number ? number.longValue() : 0)
        .sum();
  }

  @Override
  public Percent threshold(StepContext context) {
    return WORTH_IT;
  }

  @Override
  public Duration lockWaitLimit(StepContext context) {
    return context.parameters(CleanupParameters.class).lockWait();
  }
}
