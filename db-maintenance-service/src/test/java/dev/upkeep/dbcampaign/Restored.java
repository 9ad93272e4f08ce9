package dev.upkeep.dbcampaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.testkit.TestDatabase;

/**
 * The tables of {@link ToBackUp}, backed up and proven, to be restored into a database of its own.
 */
final class Restored extends ToBackUp {
  @Override
  public String grantsOf(String kind) {
    return "database.backup";
  }

  @Override
  public void fill(TestDatabase database) throws Exception {
    super.fill(database);
    BackupFolder.of(database).backUp(database);
    BackupFolder.of(database).prove(database);
    database
        .grant("database.restore", "`copy`", "`" + copy(database) + "`")
        .execute("DROP DATABASE IF EXISTS " + copy(database));
  }

  @Override
  public void assertDone(TestDatabase database) {
    super.assertDone(database);
    assertThat(database.count(copy(database) + ".letters")).isEqualTo(3000);
    assertThat(
            database
                .sql(
                    """
                    SELECT GROUP_CONCAT(TABLE_NAME ORDER BY 1) FROM information_schema.TABLES
                     WHERE TABLE_SCHEMA = :copy
                    """)
                .param("copy", copy(database))
                .query(String.class)
                .single())
        .isEqualTo("letters,nothing");
  }

  private static String copy(TestDatabase database) {
    return CampaignWorker.copyOf(database.url());
  }
}
