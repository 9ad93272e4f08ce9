package dev.upkeep.database.cleanup;

import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.amount.Age;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;

/** A database to clean up, and runs of the task on it. */
final class CleanupBench implements AutoCloseable {
  static final ZoneId BANGKOK = ZoneId.of("Asia/Bangkok");

  final TestDatabase database;

  CleanupBench() throws SQLException {
    database = TestDatabase.withGrantsOf("database.cleanup");
  }

  static CleanupPolicy archive(String table, String age, String olderThan, String into) {
    return new CleanupPolicy(
        table, age, Age.parse(olderThan).orElseThrow(), new CleanupPolicy.Action.Archive(into));
  }

  static CleanupPolicy delete(String table, String age, String olderThan) {
    return new CleanupPolicy(
        table, age, Age.parse(olderThan).orElseThrow(), new CleanupPolicy.Action.Delete());
  }

  RunByHand run(int batchRows, CleanupPolicy... policies) {
    return run(batchRows, false, policies);
  }

  RunByHand run(int batchRows, boolean optimize, CleanupPolicy... policies) {
    return new RunByHand(
        new CleanupTask(database.door(BANGKOK, policies)),
        new CleanupParameters(null, batchRows, "2s", optimize, false),
        Clock.systemUTC());
  }

  /** A run that puts back what another archived, or only these batches of it. */
  RunByHand unarchive(String table, RunByHand archived, Integer... batches) {
    return new RunByHand(
        new UnarchiveTask(database.door(BANGKOK)),
        new UnarchiveParameters(
            table, archived.run().taskRunId().toString(), List.of(batches), "2s", false),
        Clock.systemUTC());
  }

  /** Of the rows, the first half is more than a year old and the other younger, by local time. */
  void logs(String table, int rows) throws Exception {
    database.execute(
        """
        CREATE TABLE %1$s (
          id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
          what VARCHAR(200) NOT NULL, created_at DATETIME NOT NULL, KEY (created_at));
        CREATE TABLE %1$s_archive (
          id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
          what VARCHAR(200) NOT NULL, created_at DATETIME NOT NULL);
        INSERT INTO %1$s
        SELECT seq, CONCAT('entry ', seq),
               CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', '+07:00')
                 - INTERVAL IF(seq <= %2$d / 2, 367, 360) DAY + INTERVAL seq SECOND
          FROM seq_1_to_%2$d;
        """
            .formatted(table, rows));
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
