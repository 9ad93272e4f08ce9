package dev.upkeep.database.restoretest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.test.TestPlatform;
import dev.upkeep.database.testkit.BackupStage;
import dev.upkeep.database.testkit.DebianPrograms;
import dev.upkeep.database.testkit.Everything;
import dev.upkeep.embedded.OwnerOnlyFile;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without Upkeep: the commands of RESTORE.txt, and MariaDB's own dump as the witness. */
class StockToolsTest {

  @TempDir private Path folder;

  @Test
  void theCommandsBesideABackupRestoreAllOfIt() throws Exception {
    DebianPrograms.need(Path.of("/usr/bin/zstd"));
    DebianPrograms.need(Path.of("/usr/bin/age"));
    try (BackupStage stage =
        BackupStage.in(folder).encryptedFor(BackupStage.RECIPIENT, BackupStage.IDENTITY)) {
      Everything.into(stage.database());
      // A copy has no history, and the dump of one that has may differ in it.
      stage.database().execute("DROP TABLE versioned");
      stage.backup().complete();
      Path backup = stage.backupsFolder().resolve(stage.backups().all().getFirst().name());
      String help = Files.readString(backup.resolve("RESTORE.txt"));
      String schema = stage.database().schema();
      String copy = schema + "_copy";
      OwnerOnlyFile.write(folder.resolve("KEYFILE"), BackupStage.IDENTITY + "\n");
      OwnerOnlyFile.write(folder.resolve("my.cnf"), options());
      Path bin = MariaDbInstallation.bundled(ServerCache.ofUser()).client().getParent();

      String create = line(help, "CREATE DATABASE NAME .*;").replace("NAME", copy);
      stage.database().execute(create);
      try {
        String loop =
            Pattern.compile("^ +for f in .*?done$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(help)
                .results()
                .findFirst()
                .orElseThrow()
                .group()
                .replace("KEYFILE", folder.resolve("KEYFILE").toString())
                .replace(
                    "| mariadb ",
                    "| %s/mariadb --defaults-file=%s ".formatted(bin, folder.resolve("my.cnf")))
                .replace(" NAME ", " " + copy + " ");
        shell(backup, "sha256sum --quiet -c SHA256SUMS");
        shell(backup, "set -o pipefail\n" + loop);

        String dump =
            "%s/mariadb-dump --defaults-file=%s --single-transaction --routines --events --triggers --hex-blob --skip-comments "
                .formatted(bin, folder.resolve("my.cnf"));
        assertThat(shell(folder, dump + copy).replace(copy, schema))
            .isEqualTo(shell(folder, dump + schema));
      } finally {
        stage.database().execute("DROP DATABASE " + copy);
      }
    }
  }

  @Test
  void debiansServerIsBackedUpAndProvenByDebiansClient() throws Exception {
    DebianPrograms.need(DebianPrograms.MARIADBD);
    try (EmbeddedMariaDb server =
            EmbeddedMariaDb.start(
                folder.resolve("server"),
                MariaDbInstallation.ofSystem(DebianPrograms.MARIADBD, ServerCache.ofUser()),
                MariaDbSettings.small());
        BackupStage stage = BackupStage.on(server, DebianPrograms.MARIADBD, folder)) {
      Everything.into(stage.database());
      stage.backup().complete();
      assertThat(stage.restoreTest().complete().values())
          .containsEntry("verdict", "PROVEN")
          .containsEntry("differences", List.of());
    }
  }

  private static String options() throws Exception {
    try (var connection = TestPlatform.mariaDb().connectAsRoot();
        var statement = connection.createStatement()) {
      statement.execute("CREATE OR REPLACE USER 'stock'@'127.0.0.1' IDENTIFIED BY 'tools'");
      statement.execute("GRANT ALL ON *.* TO 'stock'@'127.0.0.1' WITH GRANT OPTION");
    }
    return "[client]\nprotocol=tcp\nhost=127.0.0.1\nport=%d\nuser=stock\npassword=tools\nskip-ssl\n"
        .formatted(TestPlatform.mariaDb().port());
  }

  private static String line(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().findFirst().orElseThrow().group();
  }

  private static String shell(Path where, String script) throws Exception {
    Process process =
        new ProcessBuilder("/bin/bash", "-c", script)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", script, said).isZero();
    return said;
  }
}
