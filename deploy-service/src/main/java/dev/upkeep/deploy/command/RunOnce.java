package dev.upkeep.deploy.command;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.chassis.task.UnrepeatableStep;
import dev.upkeep.system.NamedCommand;
import java.time.Duration;

/** Runs a command of which nobody but a person can tell after a crash whether it did its work. */
record RunOnce(CommandSteps steps, String command) implements UnrepeatableStep, Undoable {

  @Override
  public String name() {
    return "run-once";
  }

  @Override
  public String question() {
    return "Has the command %s done its work? What was left of it was ended.".formatted(command);
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
