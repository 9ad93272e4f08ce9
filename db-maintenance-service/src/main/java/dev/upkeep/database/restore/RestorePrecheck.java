package dev.upkeep.database.restore;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.server.ServerVersion;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.Grants.Needed;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  static Precheck of(
      Clock clock, TargetSession session, BackupSource source, RestoreParameters wanted)
      throws TargetProblem, IOException {
    ServerVersion.require(session);
    String into = wanted.into();
    Optional<Instant> until = wanted.untilInstant();
    if (until.filter(clock.instant()::isBefore).isPresent()) {
      return Precheck.fail(
          "'until' is %s, which has not come yet.".formatted(until.get()),
          "Name an instant that has passed");
    }
    List<Needed> needed = new ArrayList<>();
    RIGHTS.forEach(right -> needed.add(new Needed(right, into + ".*")));
    // Views, routines, triggers and events keep working for the accounts they worked for.
    needed.add(new Needed("SET USER", "*.*"));
    if (until.isPresent()) {
      // Read the binary logs, and their names.
      needed.add(new Needed("REPLICATION SLAVE", "*.*"));
      needed.add(new Needed("BINLOG MONITOR", "*.*"));
    }
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
