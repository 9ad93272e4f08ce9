package dev.upkeep.database.restoretest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.Proof;
import dev.upkeep.database.testkit.BackupStage;
import dev.upkeep.database.testkit.DebianPrograms;
import dev.upkeep.database.testkit.Everything;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.events.Evidence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTestTaskTest {

  @TempDir private Path folder;

  @Test
  void provesABackupOfEverything() throws Exception {
    try (BackupStage stage =
        BackupStage.in(folder)
            .smokeQueries("SELECT COUNT(*) FROM many", "SELECT `dou ble` FROM a_view")) {
      Everything.into(stage.database());
      stage.backup().complete();

      Evidence summary = stage.restoreTest().complete();

      assertThat(summary.values())
          .containsEntry("verdict", "PROVEN")
          .containsEntry("smoke-queries", 2)
          .containsEntry("differences", List.of())
          .containsKeys("recovery-seconds", "recovery-point-seconds");
      assertThat(stage.backups().all())
          .singleElement()
          .satisfies(backup -> assertThat(backup.isProven()).isTrue());
      assertThat(sandboxes(stage)).isEmpty();
    }
  }

  @Test
  void aViewWhoseTableIsGoneKeepsNobodyFromBackingUp() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      stage
          .database()
          .execute(
              """
              CREATE TABLE kept (id INT PRIMARY KEY);
              CREATE TABLE gone (id INT PRIMARY KEY);
              CREATE VIEW broken AS SELECT id FROM gone;
              CREATE VIEW whole AS SELECT id FROM kept;
              DROP TABLE gone;
              """);
      RunByHand backup = stage.backup();
      backup.complete();
      assertThat(backup.sightings())
          .singleElement()
          .satisfies(
              sighting -> {
                assertThat(sighting.kind()).isEqualTo("database.broken-view");
                assertThat(sighting.subject()).isEqualTo("broken");
              });
      assertThat(stage.restoreTest().complete().values()).containsEntry("verdict", "PROVEN");
    }
  }

  @Test
  void saysWhichTableDiffersWhenTheFilesAreWhole() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      stage
          .database()
          .execute(
              """
              CREATE TABLE good (id INT PRIMARY KEY);
              CREATE TABLE bad (id INT PRIMARY KEY, what VARCHAR(20));
              INSERT INTO good SELECT seq FROM seq_1_to_100;
              INSERT INTO bad SELECT seq, 'as it was' FROM seq_1_to_100;
              """);
      stage.backup().complete();
      Doctored.rows(stage, "bad", sql -> sql.replace("(77,'as it was')", "(77,'as it wa')"));

      RunByHand run = stage.restoreTest();
      End end = run.attempt(1);

      assertThat(end).isInstanceOf(End.Failed.class);
      StepOutcome.Failed failed = ((End.Failed) end).outcome();
      assertThat(failed.reason()).contains("table 'bad' has other content").doesNotContain("good");
      assertThat(run.sightings())
          .singleElement()
          .satisfies(sighting -> assertThat(sighting.kind()).isEqualTo(MarkBackup.NOT_RESTORABLE));
      assertThat(stage.backups().all().getFirst().proof())
          .hasValueSatisfying(
              proof -> assertThat(proof.verdict()).isEqualTo(Proof.Verdict.DAMAGED));
      assertThat(sandboxes(stage)).isEmpty();
    }
  }

  /** Its indexes are built after its rows; everything is as it was nevertheless. */
  @Test
  void aLargeTableIsProvenWithItsIndexesAndADoubledRowOfItFound() throws Exception {
    try (EmbeddedMariaDb debian = DebianPrograms.server(folder.resolve("server"));
        BackupStage older =
            BackupStage.on(
                debian, DebianPrograms.MARIADBD, Files.createDirectory(folder.resolve("o")));
        BackupStage newer = BackupStage.in(Files.createDirectory(folder.resolve("n")))) {
      for (BackupStage stage : List.of(older, newer)) {
        stage
            .database()
            .execute(
                """
                CREATE TABLE owners (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL, UNIQUE KEY (name));
                CREATE TABLE large (
                  id INT NOT NULL, owner INT, `key, ``x` VARCHAR(50), content TEXT, v INT AS (id * 2) VIRTUAL,
                  KEY (v), KEY `group` (`key, ``x`(10) DESC, id) COMMENT 'it''s, one', KEY (owner),
                  CONSTRAINT owned FOREIGN KEY (owner) REFERENCES owners (id));
                INSERT INTO owners SELECT seq, CONCAT('owner ', seq) FROM seq_1_to_10;
                INSERT INTO large (id, owner, `key, ``x`, content)
                  SELECT seq, seq % 10 + 1, MD5(seq), REPEAT(MD5(seq), 30) FROM seq_1_to_12000;
                """);
        stage.smokeQueries(
            "SELECT COUNT(*) FROM large FORCE INDEX (`group`) WHERE `key, ``x` > 'a'");
        stage.backup().complete();
        assertThat(stage.restoreTest().complete().values()).containsEntry("verdict", "PROVEN");

        Doctored.rows(stage, "large", sql -> sql.replaceFirst("\\n(\\(7,[^)]+\\)),", "\n$1,\n$1,"));
        assertThat(stage.restoreTest().attempt(1))
            .isInstanceOfSatisfying(
                End.Failed.class,
                failed ->
                    assertThat(failed.outcome().reason())
                        .contains("table 'large' has 12,001 rows in the copy and had 12,000"));
      }
    }
  }

  /** As many rows, one of them twice and one gone: no count tells. */
  @Test
  void aRowInPlaceOfAnotherIsFound() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      stage
          .database()
          .execute(
              """
              CREATE TABLE t (a INT, b VARCHAR(10));
              INSERT INTO t VALUES (1, 'one'), (2, 'two'), (3, 'two');
              """);
      stage.backup().complete();
      Doctored.rows(stage, "t", sql -> sql.replace("(3,'two')", "(2,'two')"));
      assertThat(stage.restoreTest().attempt(1))
          .isInstanceOfSatisfying(
              End.Failed.class,
              failed ->
                  assertThat(failed.outcome().reason()).contains("table 't' has other content"));
    }
  }

  @Test
  void aBackupOfAnEarlierReleaseIsStillProvenByItsOwnDigests() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      stage
          .database()
          .execute(
              "CREATE TABLE t (id INT PRIMARY KEY, what TEXT);\nINSERT INTO t VALUES (1, 'x');\n");
      stage.backup().complete();
      // MD5 of '1|' and the MD5 of 'x', as releases before this one wrote it.
      Doctored.manifest(
          stage,
          json ->
              json.replaceFirst("sum-of-crc32-times-crc32c/1", "sum-of-md5-64/1")
                  .replaceFirst("(\"digest\" : )\"\\d+\"", "$1\"2427335452394246560\""));

      assertThat(stage.restoreTest().complete().values()).containsEntry("verdict", "PROVEN");
    }
  }

  @Test
  void refusesDigestsThatItDoesNotKnowBeforeItRestores() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      stage.database().execute("CREATE TABLE t (id INT PRIMARY KEY)");
      stage.backup().complete();
      Doctored.manifest(stage, json -> json.replaceFirst("sum-of-crc32-times-crc32c/1", "else/7"));
      assertThat(stage.restoreTest().attempt(1))
          .isInstanceOfSatisfying(
              End.Failed.class,
              failed ->
                  assertThat(failed.outcome().reason())
                      .contains("cannot be compared here: digests by else/7"));
    }
  }

  @Test
  void aSmokeQueryThatAnswersNothingMakesABackupBad() throws Exception {
    try (BackupStage stage =
        BackupStage.in(folder).smokeQueries("SELECT COUNT(*) FROM users WHERE admin")) {
      stage.database().execute("CREATE TABLE users (id INT PRIMARY KEY, admin BOOLEAN)");
      stage.backup().complete();
      assertThat(stage.restoreTest().attempt(1))
          .isInstanceOfSatisfying(
              End.Failed.class,
              failed ->
                  assertThat(failed.outcome().reason())
                      .contains("SELECT COUNT(*) FROM users WHERE admin", "answers 0"));
    }
  }

  @Test
  void removesTheSandboxOfAnAttemptThatDied() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      stage.database().execute("CREATE TABLE t (id INT PRIMARY KEY);\nINSERT INTO t VALUES (1);\n");
      stage.backup().complete();
      Path left = Files.createDirectories(stage.sandboxFolder().resolve("sandbox-of-the-dead"));
      Files.writeString(left.resolve("ibdata1"), "rows");

      stage.restoreTest().complete();

      assertThat(sandboxes(stage)).isEmpty();
    }
  }

  @Test
  void refusesAloudWhenTheDiskCannotHoldTheCopy() {
    long mb = 1L << 20;
    assertThat(CheckSandboxRoom.judge(10_000 * mb, 1_000 * mb, "/sandbox"))
        .isInstanceOfSatisfying(
            StepOutcome.Failed.class,
            failed ->
                assertThat(failed.reason()).contains("/sandbox has 1,000 MB free", "15,512 MB"));
  }

  @Test
  void namesTheNewestWhenTheBackupThatWasNamedIsNotThere() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      stage.database().execute("CREATE TABLE t (id INT PRIMARY KEY)");
      stage.backup().complete();
      var run =
          new RunByHand(
              RestoreTests.of(stage.door(), stage.sandboxes(), stage.tools()),
              new RestoreTestParameters("20200101T000000Z-00000000"),
              java.time.Clock.systemUTC());
      assertThat(run.attempt(1))
          .isInstanceOfSatisfying(
              End.Failed.class,
              failed -> {
                assertThat(failed.outcome().reason()).contains("20200101T000000Z-00000000");
                assertThat(failed.outcome().remedy()).contains("The newest is");
              });
    }
  }

  private static List<Path> sandboxes(BackupStage stage) throws Exception {
    try (Stream<Path> left = Files.list(stage.sandboxFolder())) {
      return left.toList();
    }
  }
}
