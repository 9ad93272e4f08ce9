package dev.upkeep.dbcampaign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackupKillCampaignTest {

  private static final Campaign BACKUP = new Campaign("database.backup", new ToBackUp());
  private static final Campaign RESTORE_TEST =
      new Campaign("database.restore-test", new BackedUp());
  private static final Campaign RESTORE = new Campaign("database.restore", new Restored());

  @Test
  void aBackupIsThereWholeOrNotAtAllWhereverItsWorkerIsKilled() throws Exception {
    assertThat(BACKUP.killSlice()).isGreaterThan(20);
  }

  @Test
  void aRestoreTestLeavesAProvenBackupAndNoSandboxWhereverItsWorkerIsKilled() throws Exception {
    assertThat(RESTORE_TEST.killSlice()).isGreaterThan(20);
  }

  @Test
  void aRestoreEndsWithEveryRowWhereverItsWorkerIsKilled() throws Exception {
    assertThat(RESTORE.killSlice()).isGreaterThan(20);
  }
}
