package dev.upkeep.dbcampaign;

import dev.upkeep.database.testkit.TestDatabase;

/** Two tables, one of them empty. */
class ToBackUp implements Campaign.Data {
  @Override
  public void fill(TestDatabase database) throws Exception {
    database.execute(
        """
        CREATE TABLE letters (id INT NOT NULL PRIMARY KEY, what VARCHAR(50));
        CREATE TABLE nothing (id INT NOT NULL PRIMARY KEY);
        INSERT INTO letters SELECT seq, CONCAT('ก ', seq) FROM seq_1_to_3000;
        """);
  }

  @Override
  public void assertNothingLost(TestDatabase database) {
    BackupFolder.of(database).assertAllWhole();
  }

  @Override
  public void assertDone(TestDatabase database) {
    BackupFolder.of(database).assertOneBackupAndNothingElse();
  }
}
