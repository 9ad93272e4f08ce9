package dev.upkeep.database.reclaim;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.amount.Percent;
import java.time.Duration;
import java.util.function.Predicate;

/** What a task wants to have rebuilt, and when that pays. */
public interface ReclaimScope {

  /** Which tables are meant. */
  Predicate<Table> tables(StepContext context);

  /** From what share on a rebuild pays. */
  Percent threshold(StepContext context);

  /** The longest that the application may be kept waiting. */
  Duration lockWaitLimit(StepContext context);
}
