package dev.upkeep.database.restoretest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.Manifest.TableEntry;
import dev.upkeep.database.testkit.BackupStage;
import dev.upkeep.database.testkit.DebianPrograms;
import dev.upkeep.database.testkit.Everything;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of the files of Debian's server, by the {@code mariadb-backup} that fits it. */
class PhysicalBackupTest {

  private static final int PAGE = 16 << 10;

  @TempDir private Path folder;

  @BeforeEach
  void needPrograms() {
    DebianPrograms.need(DebianPrograms.MARIADB_BACKUP);
  }

  @Test
  void aCopyOfTheFilesIsProvenByAServerThatIsStartedOnThem() throws Exception {
    try (EmbeddedMariaDb server = DebianPrograms.server(folder.resolve("server"), "--log-bin=bin");
        BackupStage stage = on(server).encryptedFor(BackupStage.RECIPIENT, BackupStage.IDENTITY)) {
      Everything.into(stage.database());
      stage.database().execute("CREATE TABLE old (id INT PRIMARY KEY) ENGINE = MyISAM");
      letSecondsPass(stage);
      stage.backup().complete();

      Manifest manifest = only(stage);
      assertThat(manifest.physical().orElseThrow().lsn()).isPositive();
      assertThat(manifest.physical().orElseThrow().tool()).startsWith("10.11");
      assertThat(manifest.physical().orElseThrow().changed()).isEmpty();
      assertThat(manifest.binlogFile()).contains("bin.000001");
      assertThat(manifest.tables()).extracting(TableEntry::table).contains("without_key");
      assertThat(manifest.files())
          .extracting(Manifest.SealedFile::file)
          .containsExactly("server.xbstream.zst.age");
      RunByHand test = stage.smokeQueries("SELECT COUNT(*) FROM without_key").restoreTest();
      assertThat(test.complete().values())
          .containsEntry("verdict", "PROVEN")
          .containsEntry("tables-compared", manifest.tables().size());
      assertThat(stage.sandboxFolder()).isEmptyDirectory();
    }
  }

  /** What the application changes meanwhile is in the copy, and no reason to call it damaged. */
  @Test
  void tablesThatWereChangedMeanwhileAreNamedAndNotCompared() throws Exception {
    try (EmbeddedMariaDb server = DebianPrograms.server(folder.resolve("server"));
        BackupStage stage = on(server)) {
      stage
          .database()
          .execute(
              """
              CREATE TABLE quiet (id INT PRIMARY KEY);
              CREATE TABLE busy (id INT PRIMARY KEY);
              INSERT INTO quiet SELECT seq FROM seq_1_to_100;
              INSERT INTO busy SELECT seq FROM seq_1_to_100;
              """);
      letSecondsPass(stage);
      stage
          .backup()
          .onSafePoint(
              (step, where) -> {
                if (where.equals("between-blocks")) {
                  stage.database().execute("UPDATE busy SET id = id + 1000 WHERE id <= 1000");
                }
              })
          .complete();
      Manifest manifest = only(stage);
      assertThat(manifest.tables()).extracting(TableEntry::table).containsExactly("quiet");
      assertThat(manifest.physical().orElseThrow().changed()).containsExactly("busy");
      stage.database().execute("UPDATE busy SET id = id + 5000");
      assertThat(stage.restoreTest().complete().values()).containsEntry("verdict", "PROVEN");
    }
  }

  @Test
  void aDamagedPageOfTheServerItselfEndsTheBackupAndIsNamed() throws Exception {
    try (EmbeddedMariaDb server = DebianPrograms.server(folder.resolve("server"));
        BackupStage stage = on(server)) {
      stage
          .database()
          .execute(
              """
              CREATE TABLE worn (id INT PRIMARY KEY, content CHAR(200));
              INSERT INTO worn SELECT seq, REPEAT('x', 200) FROM seq_1_to_20000;
              FLUSH TABLES worn FOR EXPORT;
              UNLOCK TABLES;
              """);
      Path file =
          folder.resolve("server/data").resolve(stage.database().schema()).resolve("worn.ibd");
      try (var pages = new RandomAccessFile(file.toFile(), "rw")) {
        pages.seek(20L * PAGE + 5000);
        pages.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
      }
      assertThat(stage.backup().attempt(1))
          .isInstanceOfSatisfying(
              End.Failed.class,
              failed ->
                  assertThat(failed.outcome().reason())
                      .contains("The server's own files are damaged", "worn"));
      assertThat(stage.backups().target().backups()).isEmpty();
    }
  }

  @Test
  void aStreamThatIsNotWholeIsFoundWhateverItsChecksumsSay() throws Exception {
    try (EmbeddedMariaDb server = DebianPrograms.server(folder.resolve("server"));
        BackupStage stage = on(server)) {
      stage.database().execute("CREATE TABLE t (id INT PRIMARY KEY)");
      stage.backup().complete();
      Doctored.bytes(
          stage,
          "server.xbstream.zst",
          stream -> {
            stream[stream.length / 2] ^= 1;
            return stream;
          });
      assertThat(stage.restoreTest().attempt(1))
          .isInstanceOfSatisfying(
              End.Failed.class,
              failed ->
                  assertThat(failed.outcome().reason())
                      .contains("is damaged", "server.xbstream.zst"));
    }
  }

  @Test
  void saysWhatIsInTheWayBeforeAnythingBegins() throws Exception {
    try (EmbeddedMariaDb server = DebianPrograms.server(folder.resolve("server"));
        BackupStage stage = on(server)) {
      assertThat(refusal(stage.physicalProgram(folder.resolve("nowhere"))))
          .contains("There is no mariadb-backup at");
      stage.physicalProgram(DebianPrograms.MARIADB_BACKUP);
      stage
          .database()
          .execute("REVOKE RELOAD ON *.* FROM '%s'@'%%'".formatted(stage.database().account()));
      assertThat(refusal(stage)).contains("may not see");
    }
    try (BackupStage newer = BackupStage.in(folder).physical()) {
      assertThat(refusal(newer)).contains("does not fit a server of 11.4");
    }
  }

  private static String refusal(BackupStage stage) throws Exception {
    End end = stage.backup().attempt(1);
    assertThat(end).isInstanceOf(End.Refused.class);
    return ((Precheck.Fail) ((End.Refused) end).precheck()).reason();
  }

  private BackupStage on(EmbeddedMariaDb server) throws Exception {
    return BackupStage.on(server, DebianPrograms.MARIADBD, folder).physical();
  }

  private static Manifest only(BackupStage stage) throws Exception {
    assertThat(stage.backups().all()).hasSize(1);
    return stage.backups().all().getFirst().manifest().orElseThrow();
  }

  /** The server notes changes to the second: what was changed just now may change again unseen. */
  private static void letSecondsPass(BackupStage stage) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                stage
                        .database()
                        .sql(
                            """
                            SELECT COUNT(*) FROM information_schema.TABLES
                             WHERE TABLE_SCHEMA = DATABASE()
                               AND GREATEST(COALESCE(UPDATE_TIME, CREATE_TIME), CREATE_TIME)
                                   > NOW() - INTERVAL 3 SECOND
                            """)
                        .query(Long.class)
                        .single()
                    == 0);
  }
}
