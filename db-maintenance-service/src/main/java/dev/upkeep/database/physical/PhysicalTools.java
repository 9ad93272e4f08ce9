package dev.upkeep.database.physical;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MariaDB's programs for copies of files. They fit one series of servers (10.11), and must run
 * where the server's files are.
 */
public final class PhysicalTools {

  private static final Pattern VERSION =
      Pattern.compile("based on MariaDB server (\\d+\\.\\d+\\.\\d+)");
  private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

  private final Path program;
  private final Sandboxes sandboxes;

  /**
   * @param program {@code mariadb-backup}; {@code mbstream} and {@code innochecksum} are beside it
   * @param sandboxes where it may write for the time of a step
   */
  public PhysicalTools(Path program, Sandboxes sandboxes) {
    this.program = program;
    this.sandboxes = sandboxes;
  }

  Path program() {
    return program;
  }

  Path unpacker() {
    return program.resolveSibling("mbstream");
  }

  Path pageChecker() {
    return program.resolveSibling("innochecksum");
  }

  Sandboxes sandboxes() {
    return sandboxes;
  }

  /** Where a server's files are. */
  private record ServerFiles(String host, String folder) {}

  /**
   * Looks whether this server's files can be copied from here.
   *
   * @return its data folder
   * @throws TargetProblem with what is in the way
   */
  public Path requireFor(TargetSession session) throws TargetProblem, IOException {
    requireSeries(session.sql("SELECT VERSION()").query(String.class).single());
    ServerFiles files =
        session
            .sql("SELECT @@hostname AS host, @@datadir AS folder")
            .query((row, number) -> new ServerFiles(row.getString("host"), row.getString("folder")))
            .single();
    String here = Files.readString(HOSTNAME, StandardCharsets.UTF_8).strip();
    if (!files.host().equals(here)) {
      throw TargetProblem.lasting(
          "The server is on '%s' and this worker on '%s': mariadb-backup copies files where they are."
              .formatted(files.host(), here),
          "Run a worker beside the server, or write 'method: logical' into the system file");
    }
    Path folder = Path.of(files.folder());
    if (!Files.isReadable(folder) || !Files.isReadable(folder.resolve("ibdata1"))) {
      throw TargetProblem.lasting(
          "The account of this service (%s) cannot read the server's files in %s."
              .formatted(System.getProperty("user.name"), folder),
          "Give it the server's group and the folder mode 750, or write 'method: logical' into the"
              + " system file");
    }
    return folder;
  }

  /** Looks whether the program is there and fits a server. */
  public void requireSeries(String server) throws TargetProblem {
    String version =
        version()
            .orElseThrow(
                () ->
                    TargetProblem.lasting(
                        "There is no mariadb-backup at %s.".formatted(program),
                        "Install it (Debian: apt-get install mariadb-backup), name it under"
                            + " upkeep.physical.program, or write 'method: logical' into the"
                            + " system file"));
    if (!series(version).equals(series(server))) {
      throw TargetProblem.lasting(
          "%s is of MariaDB %s and does not fit a server of %s."
              .formatted(program, version, server),
          "Install the mariadb-backup of %s and name it under upkeep.physical.program, or write 'method: logical' into the system file"
              .formatted(series(server)));
    }
  }

  /** The program's version, {@code 10.11.19}; none if it is not there. */
  private Optional<String> version() {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--no-defaults", "--version")
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher version = VERSION.matcher(said);
      return version.find() ? Optional.of(version.group(1)) : Optional.empty();
    } catch (IOException notThere) {
      return Optional.empty();
    }
  }

  /** {@code 10.11} of {@code 10.11.19-MariaDB-log}. */
  static String series(String version) {
    String[] parts = version.split("\\.", 3);
    return parts.length < 2 ? version : parts[0] + "." + parts[1];
  }

  /** What copies a server's files. */
  public FilesStream stream(StepContext context) {
    return new FilesStream(this, context);
  }

  /** What makes a server's files of a backup. */
  public PreparedFiles prepared(StepContext context, Path folder) {
    return new PreparedFiles(this, context, folder);
  }
}
