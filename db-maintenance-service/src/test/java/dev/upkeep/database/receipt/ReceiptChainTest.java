package dev.upkeep.database.receipt;

import static dev.upkeep.database.cleanup.CleanupBench.archive;
import static dev.upkeep.database.cleanup.CleanupBench.delete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.map;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.cleanup.CleanupBench;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.system.CleanupPolicy;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receipts prove what they say, until somebody touches them. */
class ReceiptChainTest {
  private static final CleanupPolicy AUDIT = archive("audit", "created_at", "1y", "audit_archive");

  private CleanupBench bench;
  private TestDatabase database;

  @BeforeEach
  void make() throws Exception {
    bench = new CleanupBench();
    database = bench.database;
    bench.logs("audit", 1_000);
  }

  @AfterEach
  void drop() throws SQLException {
    bench.close();
  }

  @Test
  void goesOnOverRunsAndTables() throws Exception {
    bench.logs("mail", 1_000);
    bench.run(100, AUDIT, delete("mail", "created_at", "1y")).complete();
    database.execute("INSERT INTO audit SELECT seq, 'later', '2020-01-01' FROM seq_5001_to_5250");

    RunByHand second = bench.run(100, AUDIT);
    second.complete();

    assertThat(second.evidence("check-receipts").values())
        .containsEntry("receipts", 13L)
        .containsEntry("broken-links", List.of())
        .extractingByKey("chain-heads", map(String.class, Object.class))
        .containsOnlyKeys("audit", "mail")
        .containsEntry(
            "audit",
            database
                .sql("SELECT hash FROM upkeep_receipts WHERE policy = 'audit' AND link = 8")
                .query(String.class)
                .single());
    assertThat(
            database
                .sql(
                    "SELECT GROUP_CONCAT(link ORDER BY link) FROM upkeep_receipts WHERE policy = 'audit'")
                .query(String.class)
                .single())
        .isEqualTo("1,2,3,4,5,6,7,8");
    assertThat(second.sightings()).isEmpty();
  }

  @Test
  void namesTheFirstLinkThatWasChanged() throws Exception {
    bench.run(100, AUDIT).complete();
    database.execute("UPDATE upkeep_receipts SET row_count = 99 WHERE batch IN (3, 5)");

    assertThat(broken())
        .singleElement()
        .asString()
        .startsWith("The receipts of 'audit' were changed: link 3 (batch 3 of run ")
        .endsWith("is not what was written");
  }

  @Test
  void namesTheLinkAfterOneThatIsGone() throws Exception {
    bench.run(100, AUDIT).complete();
    database.execute("DELETE FROM upkeep_receipts WHERE batch = 2");

    assertThat(broken())
        .singleElement()
        .asString()
        .endsWith("follows link 1: what was between is gone");
  }

  @Test
  void noticesALinkThatWasMadeAnewWithARightHash() throws Exception {
    bench.run(100, AUDIT).complete();
    // Who knows how hashes are made still cannot make the links behind it follow.
    database.execute("UPDATE upkeep_receipts SET from_key = '[\"7\"]' WHERE batch = 3");
    database.execute(
        "UPDATE upkeep_receipts AS r SET hash = %s WHERE batch = 3"
            .formatted(ReceiptChain.hashOf("r")));

    assertThat(broken()).singleElement().asString().endsWith("does not follow the link before it");
  }

  @Test
  void bringsATableOfTheFirstReleaseUpToDateAndBeginsItsChain() throws Exception {
    database.execute(
        """
        CREATE TABLE upkeep_receipts (
          component VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, run_id CHAR(36) CHARACTER SET ascii NOT NULL,
          policy VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, batch INT NOT NULL, fence BIGINT NOT NULL,
          action VARCHAR(16) CHARACTER SET ascii NOT NULL, cut_off VARCHAR(32) CHARACTER SET ascii NOT NULL,
          from_key TEXT CHARACTER SET utf8mb4 NOT NULL, to_key TEXT CHARACTER SET utf8mb4 NOT NULL, row_count BIGINT NOT NULL,
          committed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
          PRIMARY KEY (component, run_id, policy, batch), KEY upkeep_receipts_age (component, committed_at)) ENGINE = InnoDB;
        INSERT INTO upkeep_receipts
          (component, run_id, policy, batch, fence, action, cut_off, from_key, to_key, row_count)
        VALUES ('dms/database', UUID(), 'audit', 1, 1, 'archive', '2020-01-01', '["1"]', '["9"]', 9);
        """);
    RunByHand run = bench.run(100, AUDIT);

    run.complete();

    assertThat(run.evidence("check-receipts").values())
        .containsEntry("receipts", 5L)
        .containsEntry("unchained-receipts", 1L)
        .containsEntry("broken-links", List.of());
  }

  private List<String> broken() throws Exception {
    RunByHand run = bench.run(100, AUDIT);
    assertThat(run.attempt(1)).isInstanceOf(End.Completed.class);
    return run.sightings().stream().map(StepContext.Sighting::title).toList();
  }
}
