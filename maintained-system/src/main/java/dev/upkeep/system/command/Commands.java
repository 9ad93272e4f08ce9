package dev.upkeep.system.command;

import java.util.UUID;

/** A place where commands run. */
public sealed interface Commands extends AutoCloseable permits LocalCommands, ContainerCommands {

  /**
   * Starts a command, without input.
   *
   * @throws CommandProblem when it did not start
   */
  RunningCommand start(Launch launch) throws CommandProblem;

  /**
   * Ends a command and all that it started, whoever started it, and returns when none of it is
   * left; what has ended already is fine.
   *
   * @throws CommandProblem when some of it may still be working
   */
  void end(UUID mark) throws CommandProblem;

  @Override
  void close();
}
