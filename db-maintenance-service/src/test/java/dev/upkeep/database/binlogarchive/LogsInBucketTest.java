package dev.upkeep.database.binlogarchive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.binlog.LogArchive;
import dev.upkeep.database.binlog.LogName;
import dev.upkeep.database.testkit.BackupStage;
import dev.upkeep.database.testkit.DebianPrograms;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.S3Server;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.system.BackupPolicy.Keep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of binary logs in a bucket of a real server. */
class LogsInBucketTest {

  @TempDir private Path folder;
  private EmbeddedMariaDb server;
  private S3Server s3;
  private BackupStage stage;

  @BeforeEach
  void startServers() throws Exception {
    server = DebianPrograms.server(folder.resolve("server"), "--log-bin=bin", "--server-id=1");
    s3 = S3Server.start(Files.createDirectory(folder.resolve("s3")));
    stage =
        BackupStage.on(server, DebianPrograms.MARIADBD, folder)
            .binaryLogs()
            .keptAt(s3.bucket())
            .secret("S3_ACCESS", S3Server.ACCESS_KEY)
            .secret("S3_SECRET", S3Server.SECRET_KEY)
            .encryptedFor(BackupStage.RECIPIENT, BackupStage.IDENTITY);
    stage.database().execute("CREATE TABLE t (id INT PRIMARY KEY)");
    stage.backup().complete();
  }

  @AfterEach
  void stopServers() throws Exception {
    stage.close();
    s3.close();
    server.close();
  }

  @Test
  void areWhatTheServerWrote() throws Exception {
    stage.database().execute("FLUSH BINARY LOGS");
    stage.database().execute("INSERT INTO t VALUES (1)");
    assertThat(stage.archiveLogs().complete().values())
        .containsEntry("copied-logs", 2)
        .containsEntry("binary-logs", "whole");
    stage.archiveLogs().complete();

    try (BackupSource source = BackupSource.named(stage.door(), "dms", "database");
        LogArchive archive = LogArchive.of(source)) {
      assertThat(archive.logs()).extracting(LogName::number).containsExactly(1L, 2L, 3L);
      for (LogName name : archive.logs()) {
        var log = archive.read(name);
        Path again = folder.resolve(log.log());
        archive.restore(log, again);
        assertThat(again).hasSameBinaryContentAs(folder.resolve("server/data").resolve(log.log()));
      }
    }
  }

  @Test
  void areRemovedWithTheBackupsThatNeededThem() throws Exception {
    stage.keeping(new Keep(1, 0, 0));
    stage.archiveLogs().complete();
    int before = numbers().size();
    BinlogArchiveTaskTest.letASecondPass();
    stage.database().execute("FLUSH BINARY LOGS");
    BinlogArchiveTaskTest.letASecondPass();
    stage.backup().complete();
    BinlogArchiveTaskTest.letASecondPass();

    assertThat(stage.archiveLogs().complete().values())
        .containsEntry("binary-logs", "whole")
        .hasEntrySatisfying("removed-logs", removed -> assertThat((int) removed).isPositive());
    assertThat(numbers()).hasSizeLessThan(before + 3).doesNotContain(1L);
  }

  @Test
  void goOnWithoutAGapAfterTheBucketWasAwayInTheMidstOfACopy() throws Exception {
    stage.database().execute("FLUSH BINARY LOGS");
    stage.database().execute("FLUSH BINARY LOGS");
    int[] passed = {0};
    RunByHand run =
        stage
            .archiveLogs()
            .onSafePoint(
                (step, where) -> {
                  if (where.equals("before-publishing") && ++passed[0] == 2) {
                    s3.kill();
                  }
                });
    assertThat(run.attempt(1))
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed -> {
              assertThat(failed.outcome().reason()).contains("cannot be reached");
              assertThat(failed.outcome().retryable()).isTrue();
            });
    s3.restart();

    run.onSafePoint((step, where) -> {});
    assertThat(run.attempt(2)).isInstanceOf(End.Completed.class);
    assertThat(stage.archiveLogs().complete().values()).containsEntry("binary-logs", "whole");
    assertThat(numbers()).startsWith(1L, 2L, 3L).doesNotHaveDuplicates().isSorted();
  }

  private List<Long> numbers() throws Exception {
    try (BackupSource source = BackupSource.named(stage.door(), "dms", "database");
        LogArchive archive = LogArchive.of(source)) {
      return archive.logs().stream().map(LogName::number).toList();
    }
  }
}
