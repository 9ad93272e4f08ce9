package dev.upkeep.database.binlogarchive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.binlog.LogArchive;
import dev.upkeep.database.binlog.LogName;
import dev.upkeep.database.binlog.LogReach;
import dev.upkeep.database.testkit.BackupStage;
import dev.upkeep.database.testkit.DebianPrograms;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.RunByHand.Killed;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.system.BackupPolicy.Keep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of the binary logs of Debian's server. */
class BinlogArchiveTaskTest {

  @TempDir private Path folder;
  private EmbeddedMariaDb server;
  private BackupStage stage;

  @BeforeEach
  void startServerWithBinaryLog() throws Exception {
    server = DebianPrograms.server(folder.resolve("server"), "--log-bin=bin", "--server-id=1");
    stage = BackupStage.on(server, DebianPrograms.MARIADBD, folder).binaryLogs();
    stage.database().execute("CREATE TABLE t (id INT PRIMARY KEY)");
  }

  @AfterEach
  void stopServer() throws Exception {
    stage.close();
    server.close();
  }

  @Test
  void copiesWhatIsNewInOrderAndEachLogOnce() throws Exception {
    stage.encryptedFor(BackupStage.RECIPIENT, BackupStage.IDENTITY);
    stage.backup().complete();
    stage.database().execute("FLUSH BINARY LOGS");
    stage.database().execute("INSERT INTO t VALUES (1)");
    assertThat(stage.archiveLogs().complete().values())
        .containsEntry("copied-logs", 2)
        .containsEntry("present-log-closed", true)
        .containsEntry("binary-logs", "whole");
    assertThat(stage.archiveLogs().complete().values()).containsEntry("copied-logs", 1);

    assertThat(numbers()).containsExactly(1L, 2L, 3L);
    try (BackupSource source = BackupSource.named(stage.door(), "dms", "database");
        LogArchive archive = LogArchive.of(source)) {
      for (LogName name : archive.logs()) {
        var log = archive.read(name);
        Path again = folder.resolve(log.log());
        archive.restore(log, again);
        assertThat(again).hasSameBinaryContentAs(folder.resolve("server/data").resolve(log.log()));
        assertThat(log.file()).endsWith(".zst.age");
      }
    }
    assertThat(stage.sandboxFolder()).isEmptyDirectory();
  }

  @Test
  void goesOnAfterTheLastWholeCopyWhenAWorkerDied() throws Exception {
    stage.backup().complete();
    stage.database().execute("FLUSH BINARY LOGS");
    stage.database().execute("FLUSH BINARY LOGS");
    RunByHand run = stage.archiveLogs();
    int[] passed = {0};
    run.onSafePoint(
        (step, where) -> {
          if (where.equals("before-publishing") && ++passed[0] == 2) {
            throw new Killed();
          }
        });
    assertThatThrownBy(() -> run.attempt(1)).isInstanceOf(Killed.class);
    assertThat(numbers()).containsExactly(1L);
    // What a process that was killed in the midst of writing leaves behind.
    Files.createDirectory(logsFolder().resolve(".draft-dead-1"));

    run.onSafePoint((step, where) -> {});
    assertThat(run.attempt(2)).isInstanceOf(End.Completed.class);
    assertThat(numbers()).startsWith(1L, 2L, 3L).doesNotHaveDuplicates();
    try (Stream<Path> left = Files.list(logsFolder())) {
      assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith("."));
    }
  }

  @Test
  void tellsOfAGapUntilABackupBeginsAnotherChain() throws Exception {
    stage.backup().complete();
    stage.archiveLogs().complete();
    stage.database().execute("INSERT INTO t VALUES (1)");
    stage.loseClosedLogs();

    RunByHand late = stage.archiveLogs();
    assertThat(String.valueOf(late.complete().values().get("binary-logs"))).startsWith("broken: ");
    assertThat(late.sightings())
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.kind()).isEqualTo(LogReach.BROKEN);
              assertThat(gap.remedy()).contains("Run database.backup now");
            });

    stage.backup().complete();
    RunByHand after = stage.archiveLogs();
    assertThat(after.complete().values()).containsEntry("binary-logs", "whole");
    assertThat(after.sightings()).extracting(Sighting::kind).isEmpty();
  }

  @Test
  void keepsWhatTheOldestBackupNeeds() throws Exception {
    stage.keeping(new Keep(1, 0, 0));
    stage.archiveLogs().complete();
    stage.archiveLogs().complete();
    letASecondPass();
    stage.backup().complete();
    letASecondPass();
    assertThat(stage.archiveLogs().complete().values())
        .containsEntry("removed-logs", 2)
        .containsEntry("kept-logs", 1)
        .containsEntry("binary-logs", "whole");
    assertThat(numbers()).containsExactly(3L);
  }

  @Test
  void copiesClosedLogsOnlyWhereTheAccountMayCloseNone() throws Exception {
    stage
        .database()
        .execute("REVOKE RELOAD ON *.* FROM '%s'@'%%'".formatted(stage.database().account()));
    assertThat(stage.archiveLogs().complete().values())
        .containsEntry("copied-logs", 0)
        .containsEntry("present-log-closed", false);
    stage.database().execute("FLUSH BINARY LOGS");
    assertThat(stage.archiveLogs().complete().values()).containsEntry("copied-logs", 1);
  }

  @Test
  void namesTheGrantThatIsMissingAndTheLogThatIsNotWritten() throws Exception {
    stage
        .database()
        .execute(
            "REVOKE REPLICATION SLAVE ON *.* FROM '%s'@'%%'".formatted(stage.database().account()));
    assertThat(refusal(stage)).contains("GRANT REPLICATION SLAVE ON *.*");
    try (BackupStage without = BackupStage.in(folder.resolve("without").toAbsolutePath())) {
      assertThat(refusal(without)).contains("'binary-logs: true'");
      assertThat(refusal(without.binaryLogs())).contains("Set log_bin");
    }
  }

  private static String refusal(BackupStage stage) throws Exception {
    assertThat(stage.archiveLogs().attempt(1)).isInstanceOf(End.Refused.class);
    End.Refused refused = (End.Refused) stage.archiveLogs().attempt(1);
    return ((Precheck.Fail) refused.precheck()).remedy();
  }

  private List<Long> numbers() throws Exception {
    try (BackupSource source = BackupSource.named(stage.door(), "dms", "database");
        LogArchive archive = LogArchive.of(source)) {
      return archive.logs().stream().map(LogName::number).toList();
    }
  }

  private Path logsFolder() {
    return stage.backupsFolder().resolveSibling("database.binary-logs");
  }

  /** Logs say to the second when they were begun. */
  static void letASecondPass() {
    Instant now = Instant.now();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Instant.now().isAfter(now.plusMillis(1100)));
  }
}
