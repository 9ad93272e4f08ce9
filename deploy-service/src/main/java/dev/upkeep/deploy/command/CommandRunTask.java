package dev.upkeep.deploy.command;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.deploy.catalogue.Described;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.NamedCommand.Again;
import dev.upkeep.system.SystemsFolder;
import dev.upkeep.system.command.CommandProblem;
import dev.upkeep.system.secret.Secrets;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Runs one of the system's own commands. What its file says of a crash decides which of the steps
 * it is; the others have nothing to do.
 */
@Component
final class CommandRunTask implements Task {

  private final CommandSteps steps;

  CommandRunTask(SystemsFolder systems, Secrets secrets) {
    this.steps = new CommandSteps(systems, new CommandRuns(secrets));
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .forEach(
            "run-repeatable",
            context -> ifIt(Again.REPEATABLE, context),
            _ -> new RunRepeatable(steps))
        .forEach("run-probed", context -> ifIt(Again.PROBED, context), _ -> new RunProbed(steps))
        .forEach(
            "run-once", context -> ifIt(Again.ASKS, context), name -> new RunOnce(steps, name));
  }

  private List<String> ifIt(Again again, StepContext context) throws CommandProblem {
    var command = steps.chosen(context).command();
    return command.again() == again ? List.of(command.name()) : List.of();
  }

  @Override
  public Precheck precheck(StepContext context) {
    try {
      var chosen = steps.chosen(context);
      Optional<String> inside = chosen.command().inside();
      if (inside.isPresent() && !inside.get().equals(context.run().component())) {
        return Precheck.fail(
            "%s runs in %s, and the runbook runs it on %s."
                .formatted(chosen.command().name(), inside.get(), context.run().component()),
            "Write 'on: " + inside.get() + "' in the runbook.");
      }
      return Arguments.problem(chosen.command(), chosen.told())
          .map(why -> Precheck.fail(why + ".", "Compare 'with' in the runbook with the command."))
          .orElse(Precheck.go());
    } catch (CommandProblem problem) {
      return Precheck.fail(problem.why() + ".", problem.remedy() + ".");
    }
  }

  @Override
  public TaskDescription description() {
    return Described.as("command.run");
  }

  @Override
  public Class<? extends Record> parameters() {
    return CommandRunParameters.class;
  }
}
