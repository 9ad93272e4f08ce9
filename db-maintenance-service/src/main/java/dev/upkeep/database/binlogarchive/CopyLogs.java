package dev.upkeep.database.binlogarchive;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.binlog.LogArchive;
import dev.upkeep.database.binlog.LogChain;
import dev.upkeep.database.binlog.LogTool;
import dev.upkeep.database.binlog.ServerLogs;
import dev.upkeep.database.binlog.ServerLogs.ServerLog;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.database.sandbox.ServerProgram;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copies what the server has closed since the last copy, one log after the other; where the account
 * may, it has the server close the present one before. A repeat goes on after the last log that was
 * copied whole.
 */
final class CopyLogs implements RepeatableStep {

  static final String NAME = "copy-logs";

  private final TargetDatabases databases;
  private final Sandboxes sandboxes;

  CopyLogs(TargetDatabases databases, Sandboxes sandboxes) {
    this.databases = databases;
    this.sandboxes = sandboxes;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  /** A log has a gigabyte, and a line may be slow. */
  @Override
  public Duration silenceLimit() {
    return Duration.ofHours(1);
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    try (BackupSource source = BackupSource.of(databases, context.run());
        LogArchive archive = LogArchive.of(source)) {
      return databases.plan(
          context,
          session -> {
            List<ServerLog> logs = LogChain.after(archive.last(), ServerLogs.closed(session));
            return new Plan(
                "would copy %d binary logs to %s%s"
                    .formatted(
                        logs.size(),
                        archive.place(),
                        mayClose(session) ? ", and the present one, once closed" : ""),
                Evidence.of("expected-bytes", logs.stream().mapToLong(ServerLog::bytes).sum()));
          });
    }
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(
        databases,
        context,
        source -> databases.look(context, session -> copy(context, session, source)));
  }

  private StepOutcome copy(StepContext context, TargetSession session, BackupSource source)
      throws Exception {
    takeLock(session);
    if (mayClose(session)) {
      session.sql("FLUSH BINARY LOGS").update();
    }
    List<String> copied = new ArrayList<>();
    try (LogArchive archive = LogArchive.of(source);
        Sandboxes.Room room =
            sandboxes.room("logs-" + context.run().taskRunId() + "-" + context.fence())) {
      archive.removeDrafts();
      List<ServerLog> logs = LogChain.after(archive.last(), ServerLogs.closed(session));
      long bytes = 0;
      for (ServerLog log : logs) {
        context.safePoint("before-log");
        context.progress((double) copied.size() / logs.size(), "copying " + log.name());
        Path file = fetched(context, source, room.folder(), log);
        context.safePoint("before-publishing");
        archive.add(
            "%s-%d".formatted(context.run().taskRunId(), context.fence()), log.name(), file);
        Files.delete(file);
        copied.add(log.name());
        bytes += log.bytes();
      }
      return StepOutcome.done(
          Evidence.of("copied-logs", copied.size())
              .with("copied-bytes", bytes)
              .with("present-log-closed", mayClose(session)));
    }
  }

  private static boolean mayClose(TargetSession session) {
    return Grants.of(session).allow("RELOAD", "*.*");
  }

  /** As the server has it, byte by byte. */
  private Path fetched(StepContext context, BackupSource source, Path folder, ServerLog log)
      throws Exception {
    List<String> command =
        LogTool.of(sandboxes)
            .onServer(source, folder, "--raw", "--result-file=" + folder + "/", log.name());
    try (ServerProgram tool =
        ServerProgram.start(context, folder, command, ServerProgram.Output.DROPPED)) {
      Optional<String> complaint = tool.complaint();
      if (complaint.isPresent()) {
        throw TargetProblem.passing(
            "The binary log %s cannot be copied: %s.".formatted(log.name(), complaint.get()),
            "Look at the message; grants/database.binlog-archive.sql has what the account needs");
      }
    }
    Path file = folder.resolve(log.name());
    if (Files.size(file) != log.bytes()) {
      throw TargetProblem.passing(
          "Of the binary log %s %,d bytes arrived, and it has %,d."
              .formatted(log.name(), Files.size(file), log.bytes()),
          "Look at the server's log for why the connection ended");
    }
    return file;
  }

  /** Two that copy at a time would remove each other's drafts. */
  private static void takeLock(TargetSession session) throws TargetProblem {
    // It says nothing while logs are copied, and holds the lock.
    session.sql("SET SESSION wait_timeout = 172800").update();
    Integer got =
        session
            .sql("SELECT GET_LOCK(CONCAT('upkeep-binlog-', MD5(:name)), 2)")
            .param("name", session.database().label())
            .query(Integer.class)
            .optional()
            .orElse(0);
    if (got != 1) {
      throw TargetProblem.passing(
          "Another run copies the binary logs of %s.".formatted(session.database().label()),
          "Wait for it to end; SHOW PROCESSLIST shows its connection");
    }
  }
}
