package dev.upkeep.system.command;

import dev.upkeep.system.docker.EngineProblem;
import dev.upkeep.system.docker.InContainer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * In a container that runs. The engine can start a command there and cannot end it: that is done by
 * another one, which needs {@code sh}, {@code tr} and {@code grep} in the container.
 */
public final class ContainerCommands implements Commands {

  /** Ends whatever bears the mark; says by its exit code whether there was anything. */
  private static final String END =
      """
      left=0
      for process in /proc/[0-9]*; do
        if tr '\\0' '\\n' < "$process/environ" 2>/dev/null | grep -qxF "$1"; then
          kill -KILL "${process#/proc/}" 2>/dev/null
          left=1
        fi
      done
      exit $left
      """;

  private static final Duration LONGEST_END = Duration.ofSeconds(20);
  private static final int ROUNDS = 20;
  private static final int FIRST_BYTES = 4 * 1024;
  private static final int LAST_BYTES = 12 * 1024;

  private final InContainer container;
  private final Optional<String> user;

  /**
   * In a container.
   *
   * @param id the container's whole identifier
   * @param user who commands are, if not who the container is; also who can end them
   */
  public ContainerCommands(URI engine, String id, Optional<String> user) {
    this.container = new InContainer(engine, id);
    this.user = user;
  }

  @Override
  public RunningCommand start(Launch launch) throws CommandProblem {
    try {
      var output = new BoundedOutput(FIRST_BYTES, LAST_BYTES);
      return new Running(
          container.start(launch.command(), launch.marked(), launch.folder(), user, output::add),
          output);
    } catch (EngineProblem e) {
      throw new CommandProblem(e.why(), e.remedy());
    }
  }

  @Override
  public void end(UUID mark) throws CommandProblem {
    try {
      for (int round = 0; round < ROUNDS; round++) {
        OptionalInt code = endOnce(mark);
        if (code.isPresent() && code.getAsInt() == 0) {
          return;
        }
        if (code.isEmpty() || code.getAsInt() != 1) {
          break;
        }
      }
    } catch (EngineProblem e) {
      throw new CommandProblem(e.why(), e.remedy());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new CommandProblem(
        "Nobody knows whether the command in the container %s has ended".formatted(container),
        "Ending it needs sh, tr and grep in the container; look with 'docker top', or restart it");
  }

  private OptionalInt endOnce(UUID mark) throws EngineProblem, InterruptedException {
    if (!container.isRunning()) {
      // Nothing runs in it.
      return OptionalInt.of(0);
    }
    try (InContainer.Execution ending =
        container.start(
            List.of("sh", "-c", END, "sh", Launch.MARK + "=" + mark),
            Map.of(),
            Optional.empty(),
            user,
            (_, _) -> {})) {
      return ending.await(LONGEST_END);
    }
  }

  @Override
  public void close() {
    container.close();
  }

  private record Running(InContainer.Execution execution, BoundedOutput output)
      implements RunningCommand {

    @Override
    public OptionalInt await(Duration atMost) throws CommandProblem, InterruptedException {
      try {
        return execution.await(atMost);
      } catch (EngineProblem e) {
        throw new CommandProblem(e.why(), e.remedy());
      }
    }

    @Override
    public Optional<ProcessHandle> process() {
      return Optional.empty();
    }

    @Override
    public void close() {
      execution.close();
    }
  }
}
