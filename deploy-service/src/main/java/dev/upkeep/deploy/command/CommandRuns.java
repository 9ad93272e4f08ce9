package dev.upkeep.deploy.command;

import dev.upkeep.chassis.observability.Masking;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.system.ContainerComponent;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.NamedCommand;
import dev.upkeep.system.NamedCommand.Argument;
import dev.upkeep.system.NamedCommand.Value;
import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.command.CommandProblem;
import dev.upkeep.system.command.Commands;
import dev.upkeep.system.command.ContainerCommands;
import dev.upkeep.system.command.Launch;
import dev.upkeep.system.command.LocalCommands;
import dev.upkeep.system.command.RunningCommand;
import dev.upkeep.system.docker.ContainerView;
import dev.upkeep.system.docker.DockerEngine;
import dev.upkeep.system.docker.EngineProblem;
import dev.upkeep.system.secret.ResolvedSecret;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.secret.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;

/** Runs a system's commands within a step, and ends them when the step has to end. */
public final class CommandRuns {

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Secrets secrets;

  public CommandRuns(Secrets secrets) {
    this.secrets = secrets;
  }

  /** Why these values will not do for the command, if they will not. */
  public static Optional<String> problem(NamedCommand command, Map<String, Object> told) {
    return Arguments.problem(command, told);
  }

  /** Runs it to its end. */
  public CommandEnd run(
      StepContext context, MaintainedSystem system, NamedCommand command, Map<String, Object> told)
      throws StopRequested, InterruptedException, CommandProblem {
    return run(context, system, command, command.run(), told);
  }

  /** Runs its probe, or its undo. */
  CommandEnd run(
      StepContext context,
      MaintainedSystem system,
      NamedCommand command,
      List<Argument> arguments,
      Map<String, Object> told)
      throws StopRequested, InterruptedException, CommandProblem {
    UUID mark = UUID.randomUUID();
    Place place;
    Launch launch;
    try {
      place = place(system, command);
      launch =
          new Launch(
              Arguments.filled(arguments, told),
              environment(command),
              command.folder(),
              command.user(),
              mark);
    } catch (CommandProblem problem) {
      return new CommandEnd.NotStarted(problem.why(), problem.remedy());
    }
    try (Commands commands = place.commands()) {
      // Before it starts: whoever takes over must find it.
      context.holds(LeftCommands.KIND, place.id(mark));
      return watched(context, commands, launch, command);
    }
  }

  private static CommandEnd watched(
      StepContext context, Commands commands, Launch launch, NamedCommand command)
      throws StopRequested, InterruptedException, CommandProblem {
    RunningCommand started;
    try {
      started = commands.start(launch);
    } catch (CommandProblem problem) {
      return new CommandEnd.NotStarted(problem.why(), problem.remedy());
    }
    boolean ended = false;
    try (RunningCommand running = started) {
      if (running.process().isPresent()) {
        context.holds(running.process().get());
      }
      long begun = System.nanoTime();
      while (true) {
        OptionalInt code = running.await(LOOK);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        if (code.isPresent()) {
          ended = true;
          return new CommandEnd.Ended(
              code.getAsInt(),
              command.expect().contains(code.getAsInt()),
              Masking.mask(running.output().text()),
              took);
        }
        if (took.compareTo(command.limit()) >= 0) {
          commands.end(launch.mark());
          ended = true;
          return new CommandEnd.OverLimit(command.limit(), Masking.mask(running.output().text()));
        }
        context.progress(
            Math.min(0.99, (double) took.toMillis() / command.limit().toMillis()),
            line(command, running));
        context.safePoint("running");
      }
    } finally {
      if (!ended) {
        commands.end(launch.mark());
      }
    }
  }

  private static String line(NamedCommand command, RunningCommand running) {
    String latest = Masking.mask(running.output().latestLine());
    return latest.isEmpty()
        ? "%s runs, for %s at most".formatted(command.name(), Durations.print(command.limit()))
        : command.name() + ": " + latest.substring(0, Math.min(200, latest.length()));
  }

  /** A place, and how it is told in the note of what is held. */
  private record Place(Commands commands, String prefix) {
    String id(UUID mark) {
      return prefix + " " + mark;
    }
  }

  private static Place place(MaintainedSystem system, NamedCommand command) throws CommandProblem {
    if (command.inside().isEmpty()) {
      return new Place(new LocalCommands(), LeftCommands.LOCAL);
    }
    String name = command.inside().get();
    if (!(system.component(name).orElse(null) instanceof ContainerComponent component)) {
      throw new CommandProblem(name + " is no container component any more", "Read the file again");
    }
    try (DockerEngine engine = DockerEngine.at(system.docker())) {
      List<ContainerView> running =
          engine.containers(component.container().which()).stream()
              .filter(ContainerView::isRunning)
              .toList();
      if (running.size() != 1) {
        throw new CommandProblem(
            "%d containers run of %s, a command needs just one"
                .formatted(running.size(), component.container().which()),
            "Start it, or name one of them by 'container' in the system file");
      }
      String id = running.getFirst().id();
      return new Place(
          new ContainerCommands(system.docker(), id, command.user()),
          String.join(
              " ",
              LeftCommands.CONTAINER,
              system.docker().toString(),
              id,
              command.user().orElse(LeftCommands.NOBODY)));
    } catch (EngineProblem problem) {
      throw new CommandProblem(problem.why(), problem.remedy());
    }
  }

  private Map<String, String> environment(NamedCommand command) throws CommandProblem {
    Map<String, String> environment = new TreeMap<>();
    if (command.inside().isEmpty()) {
      environment.put("PATH", PATH);
    }
    for (Map.Entry<String, Value> variable : command.environment().entrySet()) {
      environment.put(
          variable.getKey(),
          switch (variable.getValue()) {
            case Value.Text(String text) -> text;
            case Value.Kept(SecretReference reference) -> secret(command, variable, reference);
          });
    }
    return environment;
  }

  private String secret(
      NamedCommand command, Map.Entry<String, Value> variable, SecretReference reference)
      throws CommandProblem {
    return switch (secrets.resolve(reference)) {
      case ResolvedSecret.Found found -> {
        Masking.register(found.secret().reveal());
        yield found.secret().reveal();
      }
      case ResolvedSecret.NotFound missing ->
          throw new CommandProblem(
              "The variable %s of %s: %s"
                  .formatted(variable.getKey(), command.name(), missing.why()),
              missing.remedy());
    };
  }
}
