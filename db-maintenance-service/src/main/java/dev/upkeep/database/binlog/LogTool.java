package dev.upkeep.database.binlog;

import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.sandbox.ClientOptions;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.embedded.OwnerOnlyFile;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.database.TargetProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * MariaDB's own reader of binary logs. Its password is in an option file that only its owner can
 * read.
 *
 * @see <a href="https://mariadb.com/kb/en/mariadb-binlog-options/">mariadb-binlog</a>
 */
public final class LogTool {

  private static final String PROGRAM = "mariadb-binlog";

  private final Path program;

  private LogTool(Path program) {
    this.program = program;
  }

  /**
   * The one that came with the server that copies are made with.
   *
   * @throws TargetProblem when there is none
   */
  public static LogTool of(Sandboxes sandboxes) throws TargetProblem {
    Path program = sandboxes.program(PROGRAM);
    if (!Files.isExecutable(program)) {
      throw TargetProblem.lasting(
          "There is no mariadb-binlog at %s.".formatted(program),
          "Name the mariadbd of an installation that has it under upkeep.sandbox.server (Debian:"
              + " apt-get install mariadb-server, /usr/sbin/mariadbd)");
    }
    return new LogTool(program);
  }

  /** A command that reads files. */
  public List<String> onFiles(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.add("--no-defaults");
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  /**
   * A command that reads from the component's server.
   *
   * @param folder for the option file
   */
  public List<String> onServer(BackupSource source, Path folder, String... arguments)
      throws TargetProblem, IOException {
    MariaDbComponent component = source.database().component();
    Path options = folder.resolve("binlog.cnf");
    OwnerOnlyFile.write(
        options,
        ClientOptions.of(
                component.url(),
                component.user(),
                source.database().secret("password", component.password()))
            .text());
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.add("--defaults-file=" + options);
    command.add("--read-from-remote-server");
    command.addAll(Arrays.asList(arguments));
    return command;
  }
}
