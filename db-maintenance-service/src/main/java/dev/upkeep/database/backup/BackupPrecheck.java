package dev.upkeep.database.backup;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.database.server.ServerVersion;
import dev.upkeep.system.BackupPolicy;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.Grants.Needed;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.io.IOException;
import java.util.ArrayList;
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

  /** What mariadb-backup itself looks for. */
  private static final List<Needed> NEEDED_FOR_FILES =
      List.of(
          new Needed("RELOAD", "*.*"),
          new Needed("PROCESS", "*.*"),
          new Needed("LOCK TABLES", "*.*"),
          new Needed("BINLOG MONITOR", "*.*"));

  private BackupPrecheck() {}

  static Precheck of(TargetSession session, BackupSource source, PhysicalTools tools)
      throws TargetProblem, IOException {
    ServerVersion.require(session);
    boolean physical = source.policy().method() == BackupPolicy.Method.PHYSICAL;
    List<Needed> needed = new ArrayList<>(NEEDED);
    if (physical) {
      needed.addAll(NEEDED_FOR_FILES);
    }
    List<String> missing = Grants.of(session).missing(needed);
    if (!missing.isEmpty()) {
      return Precheck.fail(
          "The account may not see all that a backup must hold.",
          "Run as an administrator: " + String.join(" ", missing));
    }
    if (physical) {
      tools.requireFor(session);
    }
    source.target().requireUsable();
    return Precheck.go();
  }
}
