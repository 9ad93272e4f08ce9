package dev.upkeep.dbcampaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.cleanup.CleanupTasks;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.TestDatabase;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;

/** Half of the rows are archived, and are to go back. */
record Archived(int rows) implements Campaign.Data {

  /** The setting with the run that archived them. */
  static final String RUN = "campaign.archived-run";

  @Override
  public String grantsOf(String kind) {
    return "database.cleanup";
  }

  @Override
  public void fill(TestDatabase database) throws Exception {
    new OldRows(rows).fill(database);
    new RunByHand(
            CleanupTasks.of(
                database.door(
                    ZoneId.of("Asia/Bangkok"),
                    CleanupTasks.archive("audit", "at", "audit_archive"))),
            CleanupTasks.withBatchesOf(20),
            Clock.systemUTC())
        .complete();
    assertThat(database.count("audit_archive")).isEqualTo(rows / 2);
    database.onlyGrantsOf("database.unarchive");
  }

  @Override
  public Map<String, Object> settings(TestDatabase database) {
    return Map.of(
        RUN,
        database
            .sql("SELECT run_id FROM upkeep_receipts WHERE action = 'archive' LIMIT 1")
            .query(String.class)
            .single());
  }

  @Override
  public void assertNothingLost(TestDatabase database) {
    new OldRows(rows).assertNothingLost(database);
  }

  @Override
  public void assertDone(TestDatabase database) {
    assertNothingLost(database);
    assertThat(database.count("audit")).isEqualTo(rows);
    assertThat(database.count("upkeep_receipts WHERE action = 'unarchive'")).isEqualTo(rows / 40);
  }
}
