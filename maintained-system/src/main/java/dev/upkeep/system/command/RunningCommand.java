package dev.upkeep.system.command;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A command that was started. To close it is to stop listening, not to end it. */
public interface RunningCommand extends AutoCloseable {

  /**
   * Waits for its end.
   *
   * @return its exit code; nothing if it still runs after this time
   * @throws CommandProblem when nobody can tell any more how it ended
   */
  OptionalInt await(Duration atMost) throws CommandProblem, InterruptedException;

  /** What it has said until now. */
  BoundedOutput output();

  /** The process, where it is one of this machine's. */
  Optional<ProcessHandle> process();

  @Override
  void close();
}
