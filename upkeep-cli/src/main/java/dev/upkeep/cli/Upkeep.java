package dev.upkeep.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's root: its subcommands in the order in which people need them. */
@Command(
    name = "upkeep",
    description = "Asks and steers a running Upkeep.",
    mixinStandardHelpOptions = true,
    version = "Upkeep 1.0.0",
    subcommands = {
      StatusCommand.class,
      TriggerCommand.class,
      RunsCommand.class,
      NextCommand.class,
      FindingsCommand.class,
      OutboxCommand.class,
      QuarantineCommand.class,
      KeysCommand.class
    })
public final class Upkeep {

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs one command and answers with its exit code, see {@link ExitCode}. */
  public static int run(String... arguments) {
    CommandLine line = new CommandLine(new Upkeep());
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          PrintWriter err = command.getErr();
          if (exception instanceof CommandFailed failed) {
            err.println("upkeep: " + failed.getMessage());
            return failed.exitCode();
          }
          err.println("upkeep: " + exception);
          return ExitCode.FAILED;
        });
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line.execute(arguments);
  }
}
