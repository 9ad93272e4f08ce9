package dev.upkeep.database.backupcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.database.backupplace.BackupName;
import dev.upkeep.database.backupset.Manifests;
import dev.upkeep.database.backupset.Proof;
import dev.upkeep.database.backupset.Proof.Verdict;
import dev.upkeep.database.backupset.StoredBackup;
import dev.upkeep.database.testkit.BackupStage;
import dev.upkeep.database.testkit.DebianPrograms;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCheckTaskTest {

  private static final BackupCheckParameters USUAL =
      new BackupCheckParameters("26h", "35d", "50%", 2, "1h");
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final long PLENTY = 1L << 40;

  @TempDir private Path folder;

  @Test
  void saysNothingOfBackupsThatAreWell() {
    List<StoredBackup> week = new ArrayList<>();
    for (int day = 7; day >= 0; day--) {
      week.add(backup(Duration.ofDays(day).plusHours(1), 1000 + day, Optional.empty()));
    }
    week.set(1, backup(Duration.ofDays(6), 1005, Optional.of(Verdict.PROVEN)));
    assertThat(kinds(week, PLENTY)).isEmpty();
  }

  @Test
  void namesEachThingThatIsNotWell() {
    assertThat(kinds(List.of(), PLENTY)).containsExactly(BackupVerdict.STALE);
    assertThat(
            kinds(List.of(backup(Duration.ofHours(27), 1000, Optional.of(Verdict.PROVEN))), PLENTY))
        .containsExactly(BackupVerdict.STALE);
    assertThat(kinds(List.of(backup(Duration.ofHours(1), 1000, Optional.empty())), PLENTY))
        .containsExactly(BackupVerdict.UNPROVEN);
    assertThat(kinds(List.of(backup(Duration.ofHours(1), 1000, Optional.of(Verdict.PROVEN))), 1500))
        .containsExactly(BackupVerdict.ROOM);
    assertThat(
            kinds(
                List.of(
                    backup(Duration.ofDays(3), 1000, Optional.of(Verdict.PROVEN)),
                    backup(Duration.ofDays(2), 1010, Optional.empty()),
                    backup(Duration.ofDays(1), 1020, Optional.of(Verdict.DAMAGED)),
                    backup(Duration.ofHours(1), 400, Optional.empty())),
                PLENTY))
        .containsExactly(BackupVerdict.DAMAGED, BackupVerdict.SIZE);
    assertThat(
            kinds(
                List.of(
                    backup(Duration.ofDays(40), 1000, Optional.of(Verdict.PROVEN)),
                    backup(Duration.ofHours(1), 1000, Optional.empty())),
                PLENTY))
        .containsExactly(BackupVerdict.UNPROVEN);
  }

  @Test
  void failsTheRunOverABitThatFlippedAndNamesTheTable() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      stage
          .database()
          .execute("CREATE TABLE orders (id INT PRIMARY KEY);\nINSERT INTO orders VALUES (1);\n");
      stage.backup().complete();
      assertThat(check(stage, Instant.now()).complete().values()).containsEntry("backups", 1);

      Path file =
          stage
              .backupsFolder()
              .resolve(stage.backups().all().getFirst().name())
              .resolve("2-rows-00001-orders.sql.zst");
      byte[] content = Files.readAllBytes(file);
      content[content.length / 2] ^= 4;
      Files.write(file, content);

      RunByHand run = check(stage, Instant.now());
      assertThat(run.attempt(1))
          .isInstanceOfSatisfying(
              End.Failed.class,
              failed ->
                  assertThat(failed.outcome().reason())
                      .contains("2-rows-00001-orders.sql.zst (table 'orders')"));
      assertThat(run.sightings())
          .extracting(Sighting::kind)
          .contains(ExamineNewest.UNREADABLE, BackupVerdict.UNPROVEN);
      assertThat(check(stage, Instant.now().plus(Duration.ofDays(2))).attempt(1))
          .isInstanceOfSatisfying(
              End.Failed.class,
              failed -> assertThat(failed.outcome().reason()).contains("The newest backup is 2d"));
    }
  }

  @Test
  void saysHowMuchWouldBeLostWithTheServerWhereBinaryLogsAreCopied() throws Exception {
    try (EmbeddedMariaDb server =
            DebianPrograms.server(folder.resolve("server"), "--log-bin=bin", "--server-id=1");
        BackupStage stage = BackupStage.on(server, DebianPrograms.MARIADBD, folder).binaryLogs()) {
      stage.backup().complete();
      assertThat(check(stage, Instant.now()).complete().values())
          .containsEntry("binary-logs", "whole")
          .containsEntry("kept-logs", 0);
      stage.archiveLogs().complete();
      assertThat(check(stage, Instant.now()).complete().values())
          .containsEntry("kept-logs", 1)
          .containsKey("recovery-point-seconds");

      RunByHand late = check(stage, Instant.now().plus(Duration.ofHours(2)));
      assertThat(late.attempt(1))
          .isInstanceOfSatisfying(
              End.Failed.class,
              failed ->
                  assertThat(failed.outcome().reason())
                      .contains("With the server all would be lost", "it may be 1h"));
      assertThat(late.sightings()).extracting(Sighting::kind).contains(JudgeLogs.STALE);
    }
  }

  private static RunByHand check(BackupStage stage, Instant at) {
    return new RunByHand(new BackupCheckTask(stage.door()), USUAL, Clock.fixed(at, ZoneOffset.UTC));
  }

  private static List<String> kinds(List<StoredBackup> backups, long free) {
    return new BackupVerdict(backups, USUAL, NOW, OptionalLong.of(free), "/backups")
        .sightings().stream().map(Sighting::kind).toList();
  }

  private static StoredBackup backup(Duration age, long bytes, Optional<Verdict> verdict) {
    Instant at = NOW.minus(age);
    String name = BackupName.of(at, UUID.randomUUID());
    return new StoredBackup(
        name,
        Optional.of(Manifests.of(name, at, bytes)),
        verdict.map(v -> new Proof("", v, at, "", "", 1, List.of("table 'x'"))));
  }
}
