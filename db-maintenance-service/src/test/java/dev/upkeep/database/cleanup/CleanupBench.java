package dev.upkeep.database.cleanup;

import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.ServiceSchema;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.CleanupPolicy.Action;
import dev.upkeep.system.amount.Age;
import dev.upkeep.system.amount.Percent;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A database to clean up, and runs of the task on it. */
public final class CleanupBench implements AutoCloseable {
  public static final ZoneId BANGKOK = ZoneId.of("Asia/Bangkok");

  public final TestDatabase database;

  public CleanupBench() throws SQLException {
    database = TestDatabase.withGrantsOf("database.cleanup");
  }

  private @Nullable ServiceSchema service;

  private static final Percent ALL = new Percent(new BigDecimal(100));

  /** Takes all of a table without asking, as the others do. */
  public static CleanupPolicy archive(String table, String age, String olderThan, String into) {
    return policy(table, age, olderThan, new Action.Archive(into));
  }

  public static CleanupPolicy delete(String table, String age, String olderThan) {
    return policy(table, age, olderThan, new Action.Delete());
  }

  static CleanupPolicy policy(String table, String age, String olderThan, Action action) {
    return new CleanupPolicy(
        table, age, Age.parse(olderThan).orElseThrow(), action, Optional.empty(), ALL);
  }

  /** The same policy with a legal hold. */
  static CleanupPolicy holding(CleanupPolicy policy, String condition) {
    return new CleanupPolicy(
        policy.table(),
        policy.ageColumn(),
        policy.olderThan(),
        policy.action(),
        Optional.of(condition),
        policy.atMost());
  }

  /** The same policy with a guard. */
  static CleanupPolicy atMost(CleanupPolicy policy, int percent) {
    return new CleanupPolicy(
        policy.table(),
        policy.ageColumn(),
        policy.olderThan(),
        policy.action(),
        policy.legalHold(),
        new Percent(new BigDecimal(percent)));
  }

  public RunByHand run(int batchRows, CleanupPolicy... policies) throws SQLException {
    return run(batchRows, false, policies);
  }

  RunByHand run(int batchRows, boolean optimize, CleanupPolicy... policies) throws SQLException {
    database.onlyGrantsOf("database.cleanup");
    return new RunByHand(
        new CleanupTask(
            database.door(BANGKOK, policies), optimize ? service().jdbc() : ServiceSchema.none()),
        new CleanupParameters(null, batchRows, "2s", optimize, false),
        Clock.systemUTC());
  }

  /** The service's own schema, for runs that remember rebuilds. */
  ServiceSchema service() throws SQLException {
    if (service == null) {
      service = new ServiceSchema();
    }
    return service;
  }

  /** Of the rows, the first half is more than a year old and the other younger, by local time. */
  public void logs(String table, int rows) throws Exception {
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
    if (service != null) {
      service.close();
    }
  }
}
