package dev.upkeep.database.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.StoredBackup;
import dev.upkeep.database.testkit.BackupStage;
import dev.upkeep.database.testkit.Everything;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.BackupPolicy.Keep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTaskTest {

  @TempDir private Path folder;

  @Test
  void holdsEverythingAsItWasAtOneInstant() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      Everything.into(stage.database());
      Evidence summary = stage.backup().complete();

      Manifest manifest = onlyBackup(stage).manifest().orElseThrow();
      assertThat(summary.values())
          .containsEntry("backup", manifest.name())
          .containsEntry("backed-up-rows", manifest.rows());
      assertThat(manifest.tables())
          .filteredOn(table -> table.table().equals("without_key"))
          .singleElement()
          .satisfies(table -> assertThat(table.rows()).isEqualTo(5));
      assertThat(manifest.definitions())
          .extracting(Manifest.DefinitionEntry::kind)
          .contains(
              "sequence",
              "table",
              "view",
              "function",
              "procedure",
              "package",
              "package body",
              "trigger",
              "event");
    }
  }

  /** Rows of the application come and move all the while: the sum over both tables stays. */
  @Test
  void seesNothingOfWhatTheApplicationDoesMeanwhile() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      stage
          .database()
          .execute(
              """
              CREATE TABLE a (id INT PRIMARY KEY, what VARCHAR(100));
              CREATE TABLE b (id INT PRIMARY KEY, what VARCHAR(100));
              INSERT INTO a SELECT seq, MD5(seq) FROM seq_1_to_5000;
              """);
      try (Connection application = stage.database().application();
          Statement statement = application.createStatement()) {
        RunByHand run =
            stage
                .backup()
                .onSafePoint(
                    (step, where) -> {
                      if (step.equals("write-backup")) {
                        statement.execute("INSERT INTO b SELECT * FROM a ORDER BY id LIMIT 500");
                        statement.execute("DELETE FROM a ORDER BY id LIMIT 500");
                      }
                    });
        run.complete();
      }
      assertThat(stage.database().count("b")).isPositive();
      assertThat(onlyBackup(stage).manifest().orElseThrow().tables())
          .extracting(Manifest.TableEntry::rows)
          .containsExactly(5000L, 0L);
    }
  }

  @Test
  void aDyingAttemptLeavesNoBackupAndTheNextRemovesItsRemains() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      stage.database().execute("CREATE TABLE t (id INT PRIMARY KEY);\nINSERT INTO t VALUES (1);\n");
      RunByHand dying =
          stage
              .backup()
              .onSafePoint(
                  (step, where) -> {
                    if (where.equals("before-programs")) {
                      throw new RunByHand.Killed();
                    }
                  });
      assertThat(Stream.of(1).map(fence -> attempt(dying, fence))).containsExactly("killed");
      assertThat(stage.backups().all()).isEmpty();
      assertThat(entries(stage)).hasSize(1).allMatch(name -> name.startsWith(".draft-"));

      stage.backup().complete();
      assertThat(entries(stage)).singleElement().isEqualTo(onlyBackup(stage).name());
    }
  }

  @Test
  void refusesTablesThatNoSnapshotHoldsUntilSomebodySaysOtherwise() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      stage
          .database()
          .execute(
              """
              CREATE TABLE old (id INT) ENGINE = MyISAM;
              CREATE TABLE aria_too (id INT) ENGINE = Aria;
              """);
      End end = stage.backup().attempt(1);
      assertThat(end).isInstanceOf(End.Failed.class);
      StepOutcome.Failed failed = ((End.Failed) end).outcome();
      assertThat(failed.reason()).contains("'old' (MyISAM)", "'aria_too' (Aria)");
      assertThat(failed.remedy()).contains("ENGINE = InnoDB", "without-rows");
      assertThat(failed.retryable()).isFalse();

      stage.withoutRows("old", "aria_too").backup().complete();
      assertThat(onlyBackup(stage).manifest().orElseThrow().tables())
          .allMatch(table -> !table.withRows());
    }
  }

  @Test
  void failsForNowWhenSomebodyAltersATableUnderTheSnapshot() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      stage
          .database()
          .execute(
              """
              CREATE TABLE t (id INT PRIMARY KEY);
              CREATE TABLE u (id INT PRIMARY KEY);
              INSERT INTO u VALUES (1);
              """);
      int[] passed = {0};
      End end =
          stage
              .backup()
              .onSafePoint(
                  (step, where) -> {
                    if (where.equals("before-table") && passed[0]++ == 1) {
                      stage.database().execute("ALTER TABLE u ADD COLUMN late INT");
                    }
                  })
              .attempt(1);
      assertThat(end).isInstanceOf(End.Failed.class);
      assertThat(((End.Failed) end).outcome().reason()).contains("'u' was changed");
      assertThat(((End.Failed) end).outcome().retryable()).isTrue();
      assertThat(stage.backups().all()).isEmpty();
    }
  }

  @Test
  void namesTheGrantThatIsMissing() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      stage
          .database()
          .execute(
              "REVOKE TRIGGER ON `%s`.* FROM '%s'@'%%'"
                  .formatted(stage.database().inGrants(), stage.database().account()));
      assertThat(stage.backup().attempt(1))
          .isInstanceOfSatisfying(
              End.Refused.class,
              refused ->
                  assertThat(((Precheck.Fail) refused.precheck()).remedy())
                      .contains("GRANT TRIGGER ON `" + stage.database().inGrants() + "`.*"));
    }
  }

  @Test
  void doesNotMakeTheFolderOfADiskThatIsNotMounted() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      Files.delete(folder.resolve("backups"));
      assertThat(stage.backup().attempt(1))
          .isInstanceOfSatisfying(
              End.Refused.class,
              refused ->
                  assertThat(((Precheck.Fail) refused.precheck()).reason())
                      .contains("is not there"));
    }
  }

  @Test
  void isReadableByItsOwnerAlone() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      stage.database().execute("CREATE TABLE t (id INT PRIMARY KEY)");
      stage.backup().complete();
      try (Stream<Path> all = Files.walk(stage.backupsFolder())) {
        assertThat(all)
            .allSatisfy(
                path ->
                    assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                                .substring(3))
                        .isEqualTo("------"));
      }
    }
  }

  @Test
  void removesWhatTheSystemFileNoLongerWantsKept() throws Exception {
    try (BackupStage stage = BackupStage.in(folder).keeping(new Keep(2, 0, 0))) {
      stage.database().execute("CREATE TABLE t (id INT PRIMARY KEY)");
      // Snapshots are of today: of one day, the newest stays.
      stage.backup(Instant.parse("2026-01-01T01:00:00Z")).complete();
      RunByHand second = stage.backup(Instant.parse("2026-01-02T01:00:00Z"));
      second.complete();
      assertThat(second.evidence("remove-superfluous").values())
          .hasEntrySatisfying("removed-backups", names -> assertThat((List<?>) names).hasSize(1));
      assertThat(entries(stage)).hasSize(1);
    }
  }

  @Test
  void aDryRunWritesNothing() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      stage.database().execute("CREATE TABLE t (id INT PRIMARY KEY)");
      assertThat(stage.backup().dryRun())
          .extracting(Plan::line)
          .anyMatch(line -> line.startsWith("would write"));
      assertThat(Files.exists(stage.backupsFolder())).isFalse();
    }
  }

  @Test
  void saysThatADiskIsTooFullBeforeItIs() {
    long mb = 1L << 20;
    assertThat(CheckRoom.judge(1000 * mb, Optional.empty(), OptionalLong.of(700 * mb), "/b"))
        .isInstanceOfSatisfying(
            StepOutcome.Failed.class,
            failed -> assertThat(failed.reason()).contains("/b has 700 MB free", "856 MB"));
    assertThat(CheckRoom.judge(1000 * mb, Optional.of(100 * mb), OptionalLong.of(700 * mb), "/b"))
        .isInstanceOf(StepOutcome.Done.class);
  }

  private static String attempt(RunByHand run, long fence) {
    try {
      return run.attempt(fence).toString();
    } catch (RunByHand.Killed e) {
      return "killed";
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static StoredBackup onlyBackup(BackupStage stage) throws Exception {
    List<StoredBackup> all = stage.backups().all();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static List<String> entries(BackupStage stage) throws Exception {
    try (Stream<Path> entries = Files.list(stage.backupsFolder())) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
