package dev.upkeep.dbcampaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.test.WorkerProcess;
import dev.upkeep.database.testkit.TestDatabase;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class KillCampaignTest {

  private static final Campaign CLEANUP = new Campaign("database.cleanup", new OldRows(200));
  private static final Campaign UNARCHIVE = new Campaign("database.unarchive", new Archived(200));
  private static final Campaign INDEXES = new Campaign("database.index-apply", new Letters());
  private static final Campaign OPTIMIZE = new Campaign("database.optimize", new Fragments());

  @Test
  void cleanupLosesNothingWhereverItsWorkerIsKilled() throws Exception {
    assertThat(CLEANUP.killEverywhere()).isGreaterThan(40);
  }

  @Test
  void unarchiveLosesNothingWhereverItsWorkerIsKilled() throws Exception {
    assertThat(UNARCHIVE.killSlice()).isGreaterThan(20);
  }

  @Test
  void optimizeEndsWellWhereverItsWorkerIsKilled() throws Exception {
    assertThat(OPTIMIZE.killEverywhere()).isGreaterThan(20);
  }

  @Test
  void indexApplyMakesEachIndexOnceWhereverItsWorkerIsKilled() throws Exception {
    assertThat(INDEXES.killSlice()).isGreaterThan(20);
  }

  @Test
  void aWorkerThatStoodStillAndWokeUpChangesNothingAnyMore() throws Exception {
    var many = new Campaign("database.cleanup", new OldRows(20_000));
    try (TestDatabase database = TestDatabase.withGrantsOf("database.cleanup")) {
      new OldRows(20_000).fill(database);
      Map<String, Object> settings = many.settings(database);
      try (WorkerProcess zombie = WorkerProcess.start(CampaignWorker.class, settings)) {
        Awaitility.await("some batches")
            .atMost(Duration.ofMinutes(1))
            .pollInterval(Duration.ofMillis(5))
            .until(() -> database.count("audit_archive") > 0);
        zombie.pause();
        assertThat(database.count("audit_archive")).isLessThan(10_000);

        many.takeOver(database, settings, "taken over from a paused worker");
        database.execute(
            "INSERT INTO audit VALUES (100000, 'old, for the zombie to take', '2020-01-01')");
        zombie.goOn();

        zombie.awaitEnd(Duration.ofMinutes(1));
        assertThat(database.count("audit")).isEqualTo(10_001);
        assertThat(database.count("audit_archive")).isEqualTo(10_000);
      }
    }
  }
}
