package dev.upkeep.cli;

/** Ends a command with a message for people and an exit code. */
public final class CommandFailed extends RuntimeException {
  private final int exitCode;

  CommandFailed(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
