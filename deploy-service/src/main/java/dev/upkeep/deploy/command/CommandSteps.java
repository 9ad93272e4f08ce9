package dev.upkeep.deploy.command;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Probe;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.NamedCommand;
import dev.upkeep.system.NamedCommand.Argument;
import dev.upkeep.system.SystemsFolder;
import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.command.CommandProblem;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the kinds of step have in common: running a command, planning it, taking it back. */
final class CommandSteps {

  private static final int LONGEST_LAST_WORDS = 1_000;

  private final SystemsFolder systems;
  private final CommandRuns runs;

  CommandSteps(SystemsFolder systems, CommandRuns runs) {
    this.systems = systems;
    this.runs = runs;
  }

  /** What a run is about. */
  record Chosen(MaintainedSystem system, NamedCommand command, Map<String, Object> told) {}

  Chosen chosen(StepContext context) throws CommandProblem {
    CommandRunParameters parameters = context.parameters(CommandRunParameters.class);
    MaintainedSystem system =
        systems
            .named(context.run().system())
            .orElseThrow(
                () ->
                    new CommandProblem(
                        context.run().system() + " is not in force here",
                        "Put the system file into " + systems.folder()));
    NamedCommand command = system.commands().get(parameters.command());
    if (command == null) {
      throw new CommandProblem(
          "The system %s has no command '%s'".formatted(system.name(), parameters.command()),
          "Name one of 'commands' in its file: " + system.commands().keySet());
    }
    return new Chosen(system, command, parameters.parameters());
  }

  StepOutcome run(StepContext context) throws StopRequested, InterruptedException, CommandProblem {
    Chosen chosen = chosen(context);
    NamedCommand command = chosen.command();
    return switch (runs.run(context, chosen.system(), command, chosen.told())) {
      case CommandEnd.Ended ended when ended.expected() ->
          StepOutcome.done(evidence(command, ended));
      case CommandEnd.Ended(int code, boolean _, String output, Duration _) ->
          failed(
              context,
              chosen,
              "%s ended with the exit code %d, expected is %s%s"
                  .formatted(command.name(), code, command.expect(), lastWords(output)));
      case CommandEnd.OverLimit(Duration limit, String output) ->
          failed(
              context,
              chosen,
              "%s was ended with all that it had started, after its limit of %s%s"
                  .formatted(command.name(), Durations.print(limit), lastWords(output)));
      case CommandEnd.NotStarted(String why, String remedy) ->
          StepOutcome.failed(why + ".", remedy + ".");
    };
  }

  private static Evidence evidence(NamedCommand command, CommandEnd.Ended ended) {
    return Evidence.of("command", command.name())
        .with("ran-in", command.inside().orElse("the worker's machine"))
        .with("exit-code", ended.code())
        .with("took-ms", ended.took().toMillis())
        .with("output", ended.output());
  }

  /** What a command did that failed is taken back at once, where the file says how. */
  private StepOutcome failed(StepContext context, Chosen chosen, String reason)
      throws StopRequested, InterruptedException, CommandProblem {
    return StepOutcome.failed(
        chosen.command().undo().isEmpty()
            ? reason
            : "%s %s".formatted(reason, undone(context, chosen)),
        "Read what it said, put right what it did, and run it again.");
  }

  /** Takes a command's work back. */
  StepOutcome undo(StepContext context) throws StopRequested, InterruptedException, CommandProblem {
    Chosen chosen = chosen(context);
    if (chosen.command().undo().isEmpty()) {
      return StepOutcome.failed(
          "The command %s has no 'undo'.".formatted(chosen.command().name()),
          "Take its work back by hand, where that is needed.");
    }
    CommandEnd end =
        runs.run(
            context, chosen.system(), chosen.command(), chosen.command().undo(), chosen.told());
    return end instanceof CommandEnd.Ended ended && ended.code() == 0
        ? StepOutcome.done(evidence(chosen.command(), ended))
        : StepOutcome.failed(undone(end), "Take its work back by hand, where that is needed.");
  }

  private String undone(StepContext context, Chosen chosen)
      throws StopRequested, InterruptedException, CommandProblem {
    NamedCommand command = chosen.command();
    return undone(runs.run(context, chosen.system(), command, command.undo(), chosen.told()));
  }

  private static String undone(CommandEnd end) {
    return switch (end) {
      case CommandEnd.Ended(int code, boolean _, String _, Duration _) when code == 0 ->
          "Its undo took that back.";
      case CommandEnd.Ended(int code, boolean _, String output, Duration _) ->
          "Its undo ended with the exit code %d%s".formatted(code, lastWords(output));
      case CommandEnd.OverLimit(Duration limit, String output) ->
          "Its undo was ended after %s%s".formatted(Durations.print(limit), lastWords(output));
      case CommandEnd.NotStarted(String why, String _) -> "Its undo did not start: " + why + ".";
    };
  }

  /** Asks the probe of a command whether its work is done. */
  Probe probe(StepContext context) throws StopRequested, InterruptedException, CommandProblem {
    Chosen chosen = chosen(context);
    List<Argument> probe = chosen.command().probe();
    CommandEnd end = runs.run(context, chosen.system(), chosen.command(), probe, chosen.told());
    if (end instanceof CommandEnd.Ended ended && ended.code() == 0) {
      return new Probe.Happened(evidence(chosen.command(), ended));
    }
    return end instanceof CommandEnd.Ended ended && ended.code() == 1
        ? new Probe.CannotHappenAnyMore("its probe says that its work is not done")
        : new Probe.CannotTell(
            "The probe of %s did not tell whether its work is done (%s). Is it?"
                .formatted(chosen.command().name(), end));
  }

  Plan plan(StepContext context) throws CommandProblem {
    Chosen chosen = chosen(context);
    NamedCommand command = chosen.command();
    return new Plan(
        "%s would run in %s, for %s at most: %s"
            .formatted(
                command.name(),
                command
                    .inside()
                    .map(name -> "the container of " + name)
                    .orElse("the worker's machine"),
                Durations.print(command.limit()),
                Arguments.filled(command.run(), chosen.told())),
        Evidence.of("command", command.name()));
  }

  private static String lastWords(String output) {
    if (output.isBlank()) {
      return ". It said nothing.";
    }
    int from = Math.max(0, output.length() - LONGEST_LAST_WORDS);
    return ". It said last: " + output.substring(from).strip();
  }
}
