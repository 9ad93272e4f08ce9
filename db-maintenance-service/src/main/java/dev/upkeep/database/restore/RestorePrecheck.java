package dev.upkeep.database.restore;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.server.ServerVersion;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.Grants.Needed;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Whether there is something to restore, and room of a name for it. */
final class RestorePrecheck {

  private static final List<String> RIGHTS =
      List.of(
          "SELECT",
          "INSERT",
          "UPDATE",
          "DELETE",
          "CREATE",
          "DROP",
          "ALTER",
          "INDEX",
          "REFERENCES",
          "CREATE VIEW",
          "SHOW VIEW",
          "CREATE ROUTINE",
          "ALTER ROUTINE",
          "EXECUTE",
          "TRIGGER",
          "EVENT");

  private RestorePrecheck() {}

  static Precheck of(TargetSession session, BackupSource source, String into)
      throws TargetProblem, IOException {
    ServerVersion.require(session);
    List<Needed> needed =
        Stream.concat(
                RIGHTS.stream().map(right -> new Needed(right, into + ".*")),
                // Views, routines, triggers and events keep working for the accounts they worked
                // for.
                Stream.of(new Needed("SET USER", "*.*")))
            .toList();
    List<String> missing = Grants.of(session).missing(needed);
    if (!missing.isEmpty()) {
      return Precheck.fail(
          "The account may not fill the database '%s'.".formatted(into),
          "Run as an administrator: " + String.join(" ", missing));
    }
    if (source.target().backups().isEmpty()) {
      return Precheck.fail(
          "There is no backup in %s.".formatted(source.target().place()),
          "Look whether the disk is mounted");
    }
    return Precheck.go();
  }
}
