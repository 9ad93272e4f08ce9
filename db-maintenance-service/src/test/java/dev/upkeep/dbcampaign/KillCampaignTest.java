package dev.upkeep.dbcampaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.test.WorkerProcess;
import dev.upkeep.database.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class KillCampaignTest {

  private static final Campaign CLEANUP = new Campaign("database.cleanup", new OldRows(200));
  private static final Campaign INDEXES = new Campaign("database.index-apply", new Letters());
  private static final Campaign OPTIMIZE = new Campaign("database.optimize", new Fragments());

  private static final Campaign BACKUP = new Campaign("database.backup", new ToBackUp());
  private static final Campaign RESTORE_TEST =
      new Campaign("database.restore-test", new BackedUp());

  private static final Campaign RESTORE = new Campaign("database.restore", new Restored());

  @Test
  void cleanupLosesNothingWhereverItsWorkerIsKilled() throws Exception {
    assertThat(CLEANUP.killEverywhere()).isGreaterThan(40);
  }

  @Test
  void optimizeEndsWellWhereverItsWorkerIsKilled() throws Exception {
    assertThat(OPTIMIZE.killEverywhere()).isGreaterThan(20);
  }

  @Test
  void indexApplyMakesEachIndexOnceWhereverItsWorkerIsKilled() throws Exception {
    assertThat(INDEXES.killEverywhere()).isGreaterThan(20);
  }

  @Test
  void aBackupIsThereWholeOrNotAtAllWhereverItsWorkerIsKilled() throws Exception {
    assertThat(BACKUP.killEverywhere()).isGreaterThan(20);
  }

  @Test
  void aRestoreTestLeavesAProvenBackupAndNoSandboxWhereverItsWorkerIsKilled() throws Exception {
    assertThat(RESTORE_TEST.killEverywhere()).isGreaterThan(20);
  }

  @Test
  void aRestoreEndsWithEveryRowWhereverItsWorkerIsKilled() throws Exception {
    assertThat(RESTORE.killEverywhere()).isGreaterThan(20);
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

  /** Half of the rows are old. */
  private record OldRows(int rows) implements Campaign.Data {
    @Override
    public void fill(TestDatabase database) throws Exception {
      database.execute(
          """
          CREATE TABLE audit (id INT NOT NULL PRIMARY KEY, what VARCHAR(50), at DATETIME NOT NULL);
          CREATE TABLE audit_archive LIKE audit;
          CREATE TABLE notes (id INT NOT NULL PRIMARY KEY, at DATETIME);
          INSERT INTO audit SELECT seq, CONCAT('row ', seq), IF(seq <= %1$d / 2, '2020-01-01', NOW()) FROM seq_1_to_%1$d;
          INSERT INTO notes SELECT seq, IF(seq <= 100, '2020-01-01', NULL) FROM seq_1_to_200;
          """
              .formatted(rows));
    }

    @Override
    public void assertNothingLost(TestDatabase database) {
      assertThat(
              database
                  .sql(
                      """
                      SELECT CONCAT(COUNT(*), '/', COUNT(DISTINCT id), '/', SUM(what = CONCAT('row ', id)))
                        FROM (SELECT id, what FROM audit UNION ALL SELECT id, what FROM audit_archive) AS both_tables
                      """)
                  .query(String.class)
                  .single())
          .isEqualTo("%1$d/%1$d/%1$d".formatted(rows));
      assertThat(database.count("notes WHERE at IS NULL OR at > '2021-01-01'")).isEqualTo(100);
    }

    @Override
    public void assertDone(TestDatabase database) {
      assertNothingLost(database);
      assertThat(database.count("audit")).isEqualTo(rows / 2);
      assertThat(database.count("notes")).isEqualTo(100);
      assertThat(
              database.sql("SELECT SUM(row_count) FROM upkeep_receipts").query(Long.class).single())
          .isEqualTo(rows / 2 + 100);
    }
  }

  /** A table that is to have one index more. */
  private record Letters() implements Campaign.Data {
    @Override
    public void fill(TestDatabase database) throws Exception {
      database.execute(
          """
          CREATE TABLE letters (id INT NOT NULL PRIMARY KEY, who INT NOT NULL, at DATETIME NOT NULL);
          INSERT INTO letters SELECT seq, seq % 100, NOW() - INTERVAL seq MINUTE FROM seq_1_to_5000;
          """);
    }

    @Override
    public void assertNothingLost(TestDatabase database) {
      assertThat(database.count("letters")).isEqualTo(5000);
      assertThat(indexes(database)).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(2);
    }

    @Override
    public void assertDone(TestDatabase database) {
      assertThat(indexes(database)).containsExactlyInAnyOrder("PRIMARY", "by_at");
    }

    private static List<String> indexes(TestDatabase database) {
      return database
          .sql(
              """
              SELECT INDEX_NAME FROM information_schema.STATISTICS
               WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'letters' AND SEQ_IN_INDEX = 1
              """)
          .query(String.class)
          .list();
    }
  }

  /** A table of which little is left. */
  private record Fragments() implements Campaign.Data {
    @Override
    public void fill(TestDatabase database) throws Exception {
      database.execute(
          """
          CREATE TABLE shrunk (id INT NOT NULL PRIMARY KEY, what VARCHAR(1000) NOT NULL) STATS_AUTO_RECALC = 0;
          INSERT INTO shrunk SELECT seq, REPEAT('x', 900) FROM seq_1_to_10000;
          DELETE FROM shrunk WHERE id % 20 <> 0;
          """);
    }

    @Override
    public void assertNothingLost(TestDatabase database) {
      assertThat(database.count("shrunk")).isEqualTo(500);
    }

    @Override
    public void assertDone(TestDatabase database) {
      assertNothingLost(database);
      assertThat(
              database
                  .sql(
                      """
                      SELECT FILE_SIZE FROM information_schema.INNODB_SYS_TABLESPACES
                       WHERE NAME = CONCAT(DATABASE(), '/shrunk')
                      """)
                  .query(Long.class)
                  .single())
          .isLessThan(3L << 20);
    }
  }

  /** Two tables, one of them empty. */
  private static class ToBackUp implements Campaign.Data {
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

  /** The same, with a backup of it. */
  private static final class BackedUp extends ToBackUp {
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

  /** The same, proven, to be restored into a database of its own. */
  private static final class Restored extends ToBackUp {
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
}
