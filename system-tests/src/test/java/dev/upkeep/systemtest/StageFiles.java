package dev.upkeep.systemtest;

import dev.upkeep.embedded.OwnerOnlyFile;
import dev.upkeep.sample.SampleSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The operators' files of the {@link Stage}: runbooks that start when somebody triggers them. */
final class StageFiles {
  private StageFiles() {}

  static Path mailPassword(Path folder) {
    return folder.resolve("secrets/mail");
  }

  static Path webhook(Path folder) {
    return folder.resolve("secrets/webhook");
  }

  static void write(Path folder, SampleSystem sample, String webhook) throws IOException {
    for (String made : new String[] {"systems", "runbooks", "secrets"}) {
      Files.createDirectories(folder.resolve(made));
    }
    OwnerOnlyFile.write(mailPassword(folder), Planted.MAIL_PASSWORD);
    OwnerOnlyFile.write(webhook(folder), webhook);
    Path wrong = folder.resolve("secrets/wrong");
    OwnerOnlyFile.write(wrong, Planted.WRONG_PASSWORD);
    Path cache = folder.resolve("secrets/cache");
    OwnerOnlyFile.write(cache, Planted.CACHE_PASSWORD);
    Files.writeString(
        folder.resolve("systems/lcbp3-dms.yaml"),
        """
        system: lcbp3-dms
        title: LCBP3 document management
        components:
          database:
            kind: mariadb
            url: "%1$s"
            user: %2$s
            password: "${file:%3$s}"
            datetime-zone: Asia/Bangkok
            cleanup:
              - {table: audit_logs, age-column: created_at, older-than: 1y, action: archive, into: audit_logs_archive}
              - {table: notifications, age-column: deleted_at, older-than: 90d, action: delete}
              - {table: temp_uploads, age-column: created_at, older-than: 24h, action: delete, at-most: 90%%}
          locked:
            kind: mariadb
            url: "%1$s"
            user: %2$s
            password: "${file:%4$s}"
            datetime-zone: Asia/Bangkok
          cache:
            kind: redis
            url: "%5$s"
            password: "${file:%6$s}"
        people:
          - {name: Operations, role: operator, email: ops@example.org, chat: "#ops", language: en, zone: Asia/Bangkok}
          - {name: Document control, role: stakeholder, email: dc@example.org, language: th, zone: Asia/Bangkok}
        subscriptions:
          - {to: operators, events: [completion, failure, needs-operator], channels: [email, chat]}
          - {to: stakeholders, events: [completion, failure], channels: [email]}
        """
            .formatted(
                sample.jdbcUrl(),
                SampleSystem.ACCOUNT,
                sample.passwordFile(),
                wrong,
                sample.redis().url(),
                cache));
    runbook(folder, "optimize", "database.optimize", "database");
    runbook(folder, "cleanup", "database.cleanup", "database");
    runbook(folder, "locked-out", "database.optimize", "locked");
  }

  private static void runbook(Path folder, String name, String kind, String component)
      throws IOException {
    Files.writeString(
        folder.resolve("runbooks/%s.yaml".formatted(name)),
        """
        runbook: %1$s
        title: Runbook %1$s
        system: lcbp3-dms
        tasks:
          - {name: work, run: %2$s, on: %3$s}
        """
            .formatted(name, kind, component));
  }
}
