package dev.upkeep.database.backup;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.server.ServerVersion;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.Grants.Needed;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.io.IOException;
import java.util.List;

/** Whether the database can be backed up with this account, where backups are kept. */
final class BackupPrecheck {

  /** Without these something would be missing from the backup, and nobody would be told. */
  static final List<Needed> NEEDED =
      List.of(
          new Needed("SELECT", "schema.*"),
          new Needed("SHOW VIEW", "schema.*"),
          new Needed("EXECUTE", "schema.*"),
          new Needed("TRIGGER", "schema.*"),
          new Needed("EVENT", "schema.*"),
          new Needed("SELECT", "mysql.proc"));

  private BackupPrecheck() {}

  static Precheck of(TargetSession session, BackupSource source) throws TargetProblem, IOException {
    ServerVersion.require(session);
    List<String> missing = Grants.of(session).missing(NEEDED);
    if (!missing.isEmpty()) {
      return Precheck.fail(
          "The account may not see all that a backup must hold.",
          "Run as an administrator: " + String.join(" ", missing));
    }
    source.target().requireUsable();
    return Precheck.go();
  }
}
