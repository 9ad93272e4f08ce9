package dev.upkeep.database.restore;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.binlog.CopiedLog;
import dev.upkeep.database.binlog.LogArchive;
import dev.upkeep.database.binlog.LogTool;
import dev.upkeep.database.binlog.LogsSince;
import dev.upkeep.database.sandbox.Sandbox;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.database.sandbox.Sandboxes.Room;
import dev.upkeep.database.sandbox.ServerProgram;
import dev.upkeep.system.database.TargetProblem;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replays what binary logs say was done after a backup, up to an instant, in a copy that is a
 * server of its own: a statement that names the database it was written for reaches nothing else
 * there.
 */
final class BinlogReplay {

  /** It has whole seconds, and takes them for the zone of its environment, which is UTC. */
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final StepContext context;
  private final BackupSource source;
  private final Manifest manifest;
  private final Sandboxes sandboxes;
  private final LogArchive archive;

  BinlogReplay(
      StepContext context,
      BackupSource source,
      Manifest manifest,
      Sandboxes sandboxes,
      LogArchive archive) {
    this.context = context;
    this.source = source;
    this.manifest = manifest;
    this.sandboxes = sandboxes;
    this.archive = archive;
  }

  /**
   * Replays.
   *
   * @param until what happened in its second or later is left out
   * @throws TargetProblem when a log cannot be read, or the copy refuses what it says
   */
  void into(Sandbox copy, LogsSince logs, Instant until) throws Exception {
    LogTool tool = LogTool.of(sandboxes);
    context.progress(
        0.6, "replaying %d binary logs".formatted(logs.copied().size() + logs.onServer().size()));
    try (Room room = sandboxes.room("logs-" + context.run().taskRunId() + "-" + context.fence())) {
      Optional<String> refused =
          copy.client()
              .feed(
                  manifest.schema(),
                  process -> context.onStop(process::destroyForcibly),
                  out -> replay(tool, logs, until, room.folder(), out));
      if (refused.isPresent()) {
        throw TargetProblem.lasting(
            "The copy refuses what the binary log says: %s.".formatted(refused.get()),
            "Statements that touch other databases cannot be replayed in one alone; restore without"
                + " 'until', or set binlog_format = ROW for the future");
      }
    }
  }

  private void replay(LogTool tool, LogsSince logs, Instant until, Path folder, OutputStream out)
      throws Exception {
    for (CopiedLog log : logs.copied()) {
      Path file = folder.resolve(log.log());
      archive.restore(log, file);
      List<String> arguments = arguments(until, log.equals(logs.copied().getFirst()));
      arguments.add(file.toString());
      pass(tool.onFiles(arguments.toArray(String[]::new)), folder, out);
      Files.delete(file);
    }
    if (!logs.onServer().isEmpty()) {
      List<String> arguments = arguments(until, logs.copied().isEmpty());
      arguments.addAll(logs.onServer());
      pass(tool.onServer(source, folder, arguments.toArray(String[]::new)), folder, out);
    }
  }

  /**
   * @param first whether it is the log at which the backup begins
   */
  private List<String> arguments(Instant until, boolean first) {
    List<String> arguments = new ArrayList<>();
    if (first) {
      arguments.add("--start-position=" + manifest.binlogPosition().orElseThrow());
    }
    arguments.add("--stop-datetime=" + WHEN.format(until));
    arguments.add("--database=" + manifest.schema());
    return arguments;
  }

  private void pass(List<String> command, Path folder, OutputStream out) throws Exception {
    try (ServerProgram reading =
        ServerProgram.start(context, folder, command, ServerProgram.Output.READ)) {
      InputStream log = reading.output();
      byte[] block = new byte[1 << 16];
      for (int n = log.read(block); n >= 0; n = log.read(block)) {
        context.safePoint("between-events");
        out.write(block, 0, n);
      }
      Optional<String> complaint = reading.complaint();
      if (complaint.isPresent()) {
        throw TargetProblem.lasting(
            "The binary logs cannot be read: %s.".formatted(complaint.get()),
            "Look at the message; grants/database.restore-until.sql has what the account needs");
      }
    }
  }
}
