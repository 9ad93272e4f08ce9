package dev.upkeep.dbcampaign;

import dev.upkeep.database.testkit.TestDatabase;

/** The tables of {@link ToBackUp}, with a backup of it. */
final class BackedUp extends ToBackUp {
  @Override
  public String grantsOf(String kind) {
    return "database.backup";
  }

  @Override
  public void fill(TestDatabase database) throws Exception {
    super.fill(database);
    BackupFolder.of(database).backUp(database);
  }

  @Override
  public void assertDone(TestDatabase database) {
    super.assertDone(database);
    BackupFolder.of(database).assertProvenAndNoSandboxLeft();
  }
}
