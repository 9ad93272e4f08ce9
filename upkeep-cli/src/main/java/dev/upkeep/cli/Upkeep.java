package dev.upkeep.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
      CheckCommand.class,
      OutboxCommand.class,
      QuarantineCommand.class,
      KeysCommand.class
    })
public final class Upkeep {

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String... arguments) {
    return run(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        arguments);
  }

  /** Runs one command and answers with its exit code, see {@link ExitCode}. */
  static int run(PrintWriter out, PrintWriter errors, String... arguments) {
    CommandLine line = new CommandLine(new Upkeep());
    line.setOut(out);
    line.setErr(errors);
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
