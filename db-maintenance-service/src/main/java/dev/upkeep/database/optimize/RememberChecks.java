package dev.upkeep.database.optimize;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;

/** Keeps when each table was looked through, so that it is not before it is due again. */
final class RememberChecks implements RepeatableStep {

  private final TableChecks history;

  RememberChecks(TableChecks history) {
    this.history = history;
  }

  @Override
  public String name() {
    return "remember-checks";
  }

  @Override
  public StepOutcome run(StepContext context) {
    CheckTables.Checked checked = CheckTables.checked(context);
    checked
        .tables()
        .forEach(
            one ->
                history.put(
                    context.run(),
                    new TableChecks.Check(
                        one.table(), context.clock().instant(), one.tookMillis(), one.damaged())));
    checked.gone().forEach(table -> history.forget(context.run(), table));
    return StepOutcome.done(Evidence.of("tables-checked", checked.tables().size()));
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of("would keep when the tables were looked through");
  }
}
