package dev.upkeep.dbcampaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.backup.BackupTasks;
import dev.upkeep.database.backupplace.FolderTarget;
import dev.upkeep.database.backupset.Backups;
import dev.upkeep.database.backupset.Examination;
import dev.upkeep.database.restoretest.RestoreTests;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is on the disk while workers that write backups and sandboxes die. */
final class BackupFolder {

  private final Path folder;
  private final Backups backups;

  private BackupFolder(Path folder) {
    this.folder = folder;
    this.backups = new Backups(FolderTarget.of(folder.resolve("backups"), "dms", "database"));
  }

  static BackupFolder of(TestDatabase database) {
    try {
      return new BackupFolder(Campaign.folderOf(database));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void backUp(TestDatabase database) throws Exception {
    new RunByHand(
            BackupTasks.of(
                database.door(CampaignWorker.backupsIn(folder), Map.of()),
                CampaignWorker.tools(sandboxes())),
            BackupTasks.USUAL,
            Clock.systemUTC())
        .complete();
  }

  /** Marks the backup proven. */
  void prove(TestDatabase database) throws Exception {
    new RunByHand(
            RestoreTests.of(
                database.door(CampaignWorker.backupsIn(folder), Map.of()),
                sandboxes(),
                CampaignWorker.tools(sandboxes())),
            RestoreTests.NEWEST,
            Clock.systemUTC())
        .complete();
  }

  private Sandboxes sandboxes() {
    return new Sandboxes(folder.resolve("sandboxes"), Optional.empty());
  }

  /** Whatever is called a backup is one. */
  void assertAllWhole() {
    try {
      for (String name : backups.target().backups()) {
        assertThat(Examination.of(backups.target(), name, name, (file, fraction) -> {}).damages())
            .isEmpty();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  void assertOneBackupAndNothingElse() {
    assertAllWhole();
    try {
      assertThat(backups.target().backups()).hasSize(1);
      assertThat(backups.target().drafts()).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void assertProvenAndNoSandboxLeft() {
    try (Stream<Path> sandboxes = Files.list(folder.resolve("sandboxes"))) {
      assertThat(sandboxes).isEmpty();
      assertThat(backups.all()).allMatch(backup -> backup.isProven());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
