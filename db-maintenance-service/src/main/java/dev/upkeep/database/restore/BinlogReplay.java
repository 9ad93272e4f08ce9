package dev.upkeep.database.restore;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.sandbox.ClientOptions;
import dev.upkeep.database.sandbox.Sandbox;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.database.sandbox.Sandboxes.Workplace;
import dev.upkeep.database.sandbox.ServerProgram;
import dev.upkeep.embedded.OwnerOnlyFile;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replays what the server's binary logs say was done after a backup, up to an instant, in a copy
 * that is a server of its own: a statement that names the database it was written for reaches
 * nothing else there.
 *
 * @see <a href="https://mariadb.com/kb/en/mariadb-binlog-options/">mariadb-binlog</a>
 */
final class BinlogReplay {

  private static final String PROGRAM = "mariadb-binlog";

  /** It has whole seconds, and takes them for the zone of its environment, which is UTC. */
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final StepContext context;
  private final BackupSource source;
  private final Manifest manifest;
  private final Sandboxes sandboxes;

  BinlogReplay(StepContext context, BackupSource source, Manifest manifest, Sandboxes sandboxes) {
    this.context = context;
    this.source = source;
    this.manifest = manifest;
    this.sandboxes = sandboxes;
  }

  /**
   * The logs that hold what was done since the backup, in their order.
   *
   * @throws TargetProblem when they do not reach back to it
   */
  static List<String> logsSince(TargetSession session, Manifest manifest) throws TargetProblem {
    String first =
        manifest
            .binlogFile()
            .orElseThrow(
                () ->
                    TargetProblem.lasting(
                        "The backup %s does not say where the binary log stood: the server wrote none."
                            .formatted(manifest.name()),
                        "Restore it without 'until'; log_bin in the server's configuration makes it"
                            + " write one from now on"));
    List<String> there =
        session.sql("SHOW BINARY LOGS").query((row, number) -> row.getString(1)).list();
    int from = there.indexOf(first);
    if (from < 0) {
      throw TargetProblem.lasting(
          "The binary log '%s', at which the backup %s begins, is not on the server any more."
              .formatted(first, manifest.name()),
          "Name a later backup, or restore without 'until'; binlog_expire_logs_seconds says how long"
              + " the server keeps them");
    }
    return there.subList(from, there.size());
  }

  /**
   * Replays.
   *
   * @param until what happened in its second or later is left out
   * @throws TargetProblem when a log cannot be read, or the copy refuses what it says
   */
  void into(Sandbox copy, TargetSession session, Instant until) throws Exception {
    List<String> logs = logsSince(session, manifest);
    Path program = sandboxes.program(PROGRAM);
    if (!Files.isExecutable(program)) {
      throw TargetProblem.lasting(
          "There is no mariadb-binlog at %s.".formatted(program),
          "Name the mariadbd of an installation that has it under upkeep.sandbox.server (Debian:"
              + " apt-get install mariadb-server, /usr/sbin/mariadbd)");
    }
    try (Workplace workplace =
        sandboxes.workplace("logs-" + context.run().taskRunId() + "-" + context.fence())) {
      MariaDbComponent component = source.database().component();
      Path options = workplace.folder().resolve("client.cnf");
      OwnerOnlyFile.write(
          options,
          ClientOptions.of(
                  component.url(),
                  component.user(),
                  source.database().secret("password", component.password()))
              .text());
      context.progress(0.6, "replaying %d binary logs".formatted(logs.size()));
      replay(copy, workplace.folder(), command(program, options, logs, until));
    }
  }

  private List<String> command(Path program, Path options, List<String> logs, Instant until) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.add("--defaults-file=" + options);
    command.add("--read-from-remote-server");
    command.add("--start-position=" + manifest.binlogPosition().orElseThrow());
    command.add("--stop-datetime=" + WHEN.format(until));
    command.add("--database=" + manifest.schema());
    command.addAll(logs);
    return command;
  }

  private void replay(Sandbox copy, Path folder, List<String> command) throws Exception {
    try (ServerProgram reading =
        ServerProgram.start(context, folder, command, ServerProgram.Output.READ)) {
      Optional<String> refused =
          copy.client()
              .feed(
                  manifest.schema(),
                  process -> context.onStop(process::destroyForcibly),
                  out -> {
                    InputStream log = reading.output();
                    byte[] block = new byte[1 << 16];
                    for (int n = log.read(block); n >= 0; n = log.read(block)) {
                      context.safePoint("between-events");
                      out.write(block, 0, n);
                    }
                  });
      if (refused.isPresent()) {
        throw TargetProblem.lasting(
            "The copy refuses what the binary log says: %s.".formatted(refused.get()),
            "Statements that touch other databases cannot be replayed in one alone; restore without"
                + " 'until', or set binlog_format = ROW for the future");
      }
      Optional<String> complaint = reading.complaint();
      if (complaint.isPresent()) {
        throw TargetProblem.lasting(
            "The server's binary logs cannot be read: %s.".formatted(complaint.get()),
            "Look at the message; grants/database.restore-until.sql has what the account needs");
      }
    }
  }
}
