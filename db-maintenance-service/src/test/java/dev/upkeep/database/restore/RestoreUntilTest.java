package dev.upkeep.database.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.testkit.BackupStage;
import dev.upkeep.database.testkit.DebianPrograms;
import dev.upkeep.database.testkit.Everything;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.S3Server;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beyond a backup: what was done after it is done again, up to the second before the mistake. */
class RestoreUntilTest {

  @TempDir private Path folder;
  private EmbeddedMariaDb server;
  private BackupStage stage;
  private String copy;
  private Between between = () -> stage.database().execute("FLUSH BINARY LOGS");

  /** What happens in the midst of the work. */
  @FunctionalInterface
  private interface Between {
    void happens() throws Exception;
  }

  @BeforeEach
  void startServerWithBinaryLog() throws Exception {
    DebianPrograms.need(DebianPrograms.MARIADB_BACKUP);
    server =
        DebianPrograms.server(
            folder.resolve("server"),
            "--log-bin=bin",
            "--server-id=1",
            "--binlog-format=MIXED",
            "--log-bin-trust-function-creators=1");
    stage = BackupStage.on(server, DebianPrograms.MARIADBD, folder);
    copy = stage.database().schema() + "_again";
    stage
        .database()
        .grant("database.restore", "`copy`", "`" + copy + "`")
        .grant("database.restore-until", "*.*", "*.*");
  }

  @AfterEach
  void stopServer() throws Exception {
    stage.close();
    server.close();
  }

  @Test
  void aMistakeIsUndoneByRestoringToTheSecondBeforeIt() throws Exception {
    Instant before = workAndMistakeAfterProvenBackup();

    assertThat(restore(before.toString()).complete().values()).containsEntry("restored-into", copy);
    assertThat(contents(copy))
        .isEqualTo("1=kept 2=changed after the backup 3=added after the backup");
    assertThat(contents(stage.database().schema())).isEqualTo("1=kept");
  }

  @Test
  void aCopyOfTheFilesIsBroughtBackToTheSameSecond() throws Exception {
    stage.physical();
    Instant before = workAndMistakeAfterProvenBackup();

    restore(before.toString()).complete();
    assertThat(contents(copy))
        .isEqualTo("1=kept 2=changed after the backup 3=added after the backup");
  }

  @Test
  void oneDatabaseOfACopyOfAllFilesIsBroughtBackWhole() throws Exception {
    stage.physical();
    Everything.into(stage.database());
    stage.backup().complete();
    stage.restoreTest().complete();

    restore(null).complete();
    assertThat(stage.database().count(copy + ".many")).isEqualTo(20_000);
    assertThat(stage.database().count(copy + ".a_view")).isEqualTo(1);
  }

  @Test
  void saysWhenTheLogsDoNotReachBackToTheBackup() throws Exception {
    Instant before = workAndMistakeAfterProvenBackup();
    stage.loseClosedLogs();
    assertThat(restore(before.toString()).attempt(1))
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed ->
                assertThat(failed.outcome().reason()).contains("is not on the server any more"));
  }

  @Test
  void whatTheServerHasNoLogsOfAnyMoreIsReplayedFromTheCopies() throws Exception {
    stage.binaryLogs().encryptedFor(BackupStage.RECIPIENT, BackupStage.IDENTITY);
    Instant before = workAndMistakeAfterProvenBackup();
    stage.archiveLogs().complete();
    stage.loseClosedLogs();

    restore(before.toString()).complete();
    assertThat(contents(copy))
        .isEqualTo("1=kept 2=changed after the backup 3=added after the backup");
  }

  @Test
  void copiesInABucketAreReplayedToo() throws Exception {
    try (S3Server s3 = S3Server.start(Files.createDirectory(folder.resolve("s3")))) {
      stage
          .binaryLogs()
          .keptAt(s3.bucket())
          .secret("S3_ACCESS", S3Server.ACCESS_KEY)
          .secret("S3_SECRET", S3Server.SECRET_KEY)
          .encryptedFor(BackupStage.RECIPIENT, BackupStage.IDENTITY);
      Instant before = workAndMistakeAfterProvenBackup();
      stage.archiveLogs().complete();
      stage.loseClosedLogs();

      restore(before.toString()).complete();
      assertThat(contents(copy))
          .isEqualTo("1=kept 2=changed after the backup 3=added after the backup");
    }
  }

  @Test
  void copiesComeFirstAndThenWhatOnlyTheServerHas() throws Exception {
    stage.binaryLogs();
    between = () -> stage.archiveLogs().complete();
    Instant before = workAndMistakeAfterProvenBackup();

    restore(before.toString()).complete();
    assertThat(contents(copy))
        .isEqualTo("1=kept 2=changed after the backup 3=added after the backup");
  }

  @Test
  void saysHowFarTheCopiesReachWhenTheRestIsLost() throws Exception {
    stage.binaryLogs();
    between = () -> stage.archiveLogs().complete();
    Instant before = workAndMistakeAfterProvenBackup();
    stage.loseClosedLogs();

    assertThat(restore(before.toString()).attempt(1))
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed -> {
              assertThat(failed.outcome().reason()).contains("The copied binary logs reach to");
              assertThat(failed.outcome().remedy()).contains("or an earlier instant");
            });
  }

  @Test
  void refusesAnInstantThatHasNotCome() throws Exception {
    workAndMistakeAfterProvenBackup();
    assertThat(restore(Instant.now().plus(Duration.ofDays(1)).toString()).attempt(1))
        .isInstanceOfSatisfying(
            End.Refused.class,
            refused ->
                assertThat(((Precheck.Fail) refused.precheck()).reason()).contains("has not come"));
  }

  /** Answers a second after the work and before the mistake. */
  private Instant workAndMistakeAfterProvenBackup() throws Exception {
    stage
        .database()
        .execute(
            """
            CREATE TABLE notes (id INT PRIMARY KEY, what VARCHAR(100));
            INSERT INTO notes VALUES (1, 'kept'), (2, 'as backed up');
            """);
    stage.backup().complete();
    stage.restoreTest().complete();
    stage.database().execute("UPDATE notes SET what = 'changed after the backup' WHERE id = 2");
    between.happens();
    stage.database().execute("INSERT INTO notes VALUES (3, 'added after the backup')");
    Instant worked = Instant.now();
    Instant between = worked.plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
    Awaitility.await().until(() -> Instant.now().isAfter(between.plusMillis(100)));
    stage.database().execute("DELETE FROM notes WHERE id > 1");
    return between;
  }

  private String contents(String schema) {
    return stage
        .database()
        .sql(
            "SELECT GROUP_CONCAT(id, '=', what ORDER BY id SEPARATOR ' ') FROM %s.notes"
                .formatted(schema))
        .query(String.class)
        .single();
  }

  private RunByHand restore(@Nullable String until) {
    return new RunByHand(
        new RestoreTask(stage.door(), stage.sandboxes(), stage.tools()),
        new RestoreParameters(copy, null, until, false),
        Clock.systemUTC());
  }
}
