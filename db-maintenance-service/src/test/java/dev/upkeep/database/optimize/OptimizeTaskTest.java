package dev.upkeep.database.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.database.testkit.UnrelatedQueries;
import dev.upkeep.events.Evidence;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OptimizeTaskTest {

  private TestDatabase database;

  @BeforeEach
  void make() throws Exception {
    database = TestDatabase.withGrantsOf("database.optimize");
  }

  @AfterEach
  void drop() throws Exception {
    database.close();
  }

  private RunByHand run(String threshold, String lockWaitLimit, String... tables) {
    return new RunByHand(
        new OptimizeTask(database.door(ZoneOffset.UTC)),
        new OptimizeParameters(threshold, lockWaitLimit, List.of(tables)),
        Clock.systemUTC());
  }

  private void fragmented(String table, int rows) throws Exception {
    database.execute(
        """
        CREATE TABLE %1$s (
          id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
          who INT NOT NULL, what VARCHAR(300) NOT NULL, at DATETIME NOT NULL, KEY (who), KEY (at));
        INSERT INTO %1$s (who, what, at)
        SELECT CRC32(seq) %% 1000, REPEAT('ก', 20 + seq %% 60), '2025-01-01' + INTERVAL seq SECOND
          FROM seq_1_to_%2$d;
        DELETE FROM %1$s WHERE CRC32(CONCAT('x', id)) %% 10 < 8;
        """
            .formatted(table, rows));
  }

  @Test
  void rebuildsWhatIsFragmentedAndNothingElse() throws Exception {
    fragmented("shrunk", 60_000);
    database.execute(
        """
        CREATE TABLE healthy (id INT NOT NULL PRIMARY KEY, what VARCHAR(300) NOT NULL);
        INSERT INTO healthy SELECT seq, REPEAT('x', 200) FROM seq_1_to_60000;
        ALTER TABLE healthy FORCE;
        """);

    RunByHand run = run("20%", "5s");
    Evidence summary = run.complete();

    assertThat(summary.values()).containsEntry("rebuilt", 1);
    assertThat(tables(summary)).containsOnlyKeys("shrunk");
    assertThat((Long) summary.values().get("reclaimed-bytes")).isGreaterThan(5L << 20);
    assertThat(run("20%", "5s").complete().values()).containsEntry("rebuilt", 0);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tables(Evidence summary) {
    return (Map<String, Object>) summary.values().get("tables");
  }

  @Test
  void neverKeepsTheApplicationWaitingBehindAnIdleTransactionAndNamesIt() throws Exception {
    fragmented("shrunk", 30_000);
    try (Connection idle = database.application();
        Statement held = idle.createStatement();
        var others = new UnrelatedQueries(database, "SELECT COUNT(*) FROM shrunk WHERE id < 10")) {
      idle.setAutoCommit(false);
      held.execute("SELECT * FROM shrunk LIMIT 1");
      long connection;
      try (var row = held.executeQuery("SELECT CONNECTION_ID()")) {
        row.next();
        connection = row.getLong(1);
      }

      End end = run("20%", "1s").attempt(1);

      assertThat(end)
          .isInstanceOfSatisfying(
              End.Failed.class,
              failed -> {
                assertThat(failed.step()).isEqualTo("rebuild-table/shrunk");
                assertThat(failed.outcome().reason())
                    .contains("connection " + connection + " (root");
                assertThat(failed.outcome().retryable()).isTrue();
              });
      assertThat(others.longest()).isLessThan(Duration.ofSeconds(1));
    }
  }
}
