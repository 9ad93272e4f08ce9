package dev.upkeep.standalone.demo;

import dev.upkeep.embedded.OwnerOnlyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/** The operators' files of the demonstration: one system, two runbooks, each due once. */
final class DemoFiles {
  static final String SYSTEM = "lcbp3-dms";
  static final String WEEKLY = "weekly-database";
  static final String MONTHLY = "monthly-database";

  private final Path folder;

  DemoFiles(Path folder) {
    this.folder = folder;
  }

  Path systems() {
    return folder.resolve("systems");
  }

  Path runbooks() {
    return folder.resolve("runbooks");
  }

  /** Makes the folders, so that the platform finds them. */
  void prepare() {
    try {
      Files.createDirectories(systems());
      Files.createDirectories(runbooks());
      Files.createDirectories(folder.resolve("secrets"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the demonstration's folders in " + folder, e);
    }
  }

  void writeSystem(String jdbcUrl, String user, String password, String redisUrl) {
    Path secret = folder.resolve("secrets").resolve("lcbp3-db");
    OwnerOnlyFile.write(secret, password);
    write(
        systems().resolve(SYSTEM + ".yaml"),
        """
        system: lcbp3-dms
        title: LCBP3 document management
        components:
          database:
            kind: mariadb
            url: "%s"
            user: %s
            password: "${file:%s}"
            datetime-zone: Asia/Bangkok
            cleanup:
              - {table: audit_logs, age-column: created_at, older-than: 1y, action: archive, into: audit_logs_archive}
              - {table: notifications, age-column: deleted_at, older-than: 90d, action: delete}
              - {table: temp_uploads, age-column: created_at, older-than: 24h, action: delete, at-most: 90%%}
          cache:
            kind: redis
            url: "%s"
            keyspace: {cache: ["cache:*"], session: ["sess:*"], queue: ["bull:*"]}
        people:
          - {name: Operations, role: operator, email: ops@example.org, chat: "#ops", language: en, zone: Asia/Bangkok}
          - {name: Document control, role: stakeholder, email: dc@example.org, language: th, zone: Asia/Bangkok}
        subscriptions:
          - {to: operators, events: [completion, failure, needs-operator], channels: [email, chat]}
          - {to: stakeholders, events: [completion, failure], channels: [email]}
        """
            .formatted(jdbcUrl, user, secret, redisUrl));
  }

  void writeWeekly(Instant due) {
    write(
        runbooks().resolve(WEEKLY + ".yaml"),
        """
        runbook: weekly-database
        title: Weekly database optimization
        system: lcbp3-dms
        schedule: {at: "%s", zone: Asia/Bangkok}
        tasks:
          - {name: optimize, run: database.optimize, on: database, with: {rebuild-when-reclaimable: 20%%}}
        """
            .formatted(due));
  }

  void writeMonthly(Instant due) {
    write(
        runbooks().resolve(MONTHLY + ".yaml"),
        """
        runbook: monthly-database
        title: Monthly database cleanup
        system: lcbp3-dms
        schedule: {at: "%s", zone: Asia/Bangkok}
        tasks:
          - {name: cleanup, run: database.cleanup, on: database, with: {batch-rows: 2000}}
        """
            .formatted(due));
  }

  /** The file appears whole, so that a reader never sees half of it. */
  private static void write(Path file, String text) {
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".unfinished");
    try {
      Files.writeString(unfinished, text);
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
