package dev.upkeep.deploy.command;

import dev.upkeep.chassis.task.CheckableStep;
import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Probe;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.system.NamedCommand;
import java.time.Duration;

/** Runs a command whose probe tells after a crash whether its work is done. */
record RunProbed(CommandSteps steps) implements CheckableStep, Undoable {

  @Override
  public String name() {
    return "run-probed";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return steps.run(context);
  }

  @Override
  public Probe probe(StepContext context) throws Exception {
    return steps.probe(context);
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
