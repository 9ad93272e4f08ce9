package dev.upkeep.deploy.command;

import dev.upkeep.chassis.run.HeldResource;
import dev.upkeep.chassis.run.Leftovers;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.system.command.CommandProblem;
import dev.upkeep.system.command.Commands;
import dev.upkeep.system.command.ContainerCommands;
import dev.upkeep.system.command.LocalCommands;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Ends the commands of a worker that died, with all that they had started. Of a worker on another
 * machine the chassis knows the process, and waits for a worker there.
 */
@Component
final class LeftCommands implements Leftovers {

  static final String KIND = "command";
  static final String LOCAL = "local";
  static final String CONTAINER = "container";

  /** Stands for the container's own user. */
  static final String NOBODY = "-";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void end(TaskRunRef run, List<HeldResource> resources) throws CommandProblem {
    for (HeldResource resource : resources) {
      String[] parts = resource.id().split(" ", -1);
      try (Commands commands = place(parts)) {
        commands.end(UUID.fromString(parts[parts.length - 1]));
      }
    }
  }

  private static Commands place(String[] parts) {
    return switch (parts[0]) {
      case LOCAL -> new LocalCommands();
      case CONTAINER ->
          new ContainerCommands(
              URI.create(parts[1]),
              parts[2],
              Optional.of(parts[3]).filter(user -> !user.equals(NOBODY)));
      default -> throw new IllegalArgumentException("no place of commands: " + parts[0]);
    };
  }
}
