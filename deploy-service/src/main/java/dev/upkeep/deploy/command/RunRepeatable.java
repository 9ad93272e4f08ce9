package dev.upkeep.deploy.command;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.system.NamedCommand;
import java.time.Duration;

/** Runs a command that does no harm when it runs again. */
record RunRepeatable(CommandSteps steps) implements RepeatableStep, Undoable {

  @Override
  public String name() {
    return "run-repeatable";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return steps.run(context);
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    return steps.plan(context);
  }

  @Override
  public StepOutcome undo(StepContext context) throws Exception {
    return steps.undo(context);
  }

  @Override
  public Duration limit() {
    return NamedCommand.LONGEST_LIMIT.multipliedBy(2);
  }
}
