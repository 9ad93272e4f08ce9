package dev.upkeep.database.binlogarchive;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.binlog.LogTool;
import dev.upkeep.database.binlog.ServerLogs;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.database.server.ServerVersion;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.Grants.Needed;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.io.IOException;
import java.util.List;

/** Whether there are logs, and this account may read them. */
final class BinlogArchivePrecheck {

  private static final List<Needed> NEEDED =
      List.of(new Needed("REPLICATION SLAVE", "*.*"), new Needed("BINLOG MONITOR", "*.*"));

  private BinlogArchivePrecheck() {}

  static Precheck of(TargetSession session, BackupSource source, Sandboxes sandboxes)
      throws TargetProblem, IOException {
    if (!source.policy().binaryLogs()) {
      return Precheck.fail(
          "The system file does not ask for copies of binary logs.",
          "Write 'binary-logs: true' into the component's 'backup'");
    }
    ServerVersion.require(session);
    List<String> missing = Grants.of(session).missing(NEEDED);
    if (!missing.isEmpty()) {
      return Precheck.fail(
          "The account may not read the server's binary logs.",
          "Run as an administrator: " + String.join(" ", missing));
    }
    if (ServerLogs.in(session).isEmpty()) {
      return Precheck.fail(
          "The server writes no binary log.",
          "Set log_bin and server_id in its configuration and restart it; or remove 'binary-logs'"
              + " from the system file");
    }
    LogTool.of(sandboxes);
    source.target().requireUsable();
    return Precheck.go();
  }
}
