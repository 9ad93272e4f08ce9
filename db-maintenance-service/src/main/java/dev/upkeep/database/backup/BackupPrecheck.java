package dev.upkeep.database.backup;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.server.ServerVersion;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.Grants.Needed;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether the database can be backed up with this account, into this folder. */
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

  static Precheck of(TargetSession session, BackupSource source) throws TargetProblem {
    ServerVersion.require(session);
    List<String> missing = Grants.of(session).missing(NEEDED);
    if (!missing.isEmpty()) {
      return Precheck.fail(
          "The account may not see all that a backup must hold.",
          "Run as an administrator: " + String.join(" ", missing));
    }
    return folder(source.policy().folder());
  }

  /** The folder itself must be there: on a disk that is not mounted it would be made beside it. */
  private static Precheck folder(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Precheck.fail(
          "The backup folder %s is not there.".formatted(folder),
          "Mount the disk it is on, or make it: mkdir -m 700 %s".formatted(folder));
    }
    if (!Files.isWritable(folder)) {
      return Precheck.fail(
          "The backup folder %s cannot be written.".formatted(folder),
          "Give it to the account of this service (%s)".formatted(System.getProperty("user.name")));
    }
    return Precheck.go();
  }
}
