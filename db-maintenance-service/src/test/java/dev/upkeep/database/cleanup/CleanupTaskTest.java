package dev.upkeep.database.cleanup;

import static dev.upkeep.database.cleanup.CleanupBench.archive;
import static dev.upkeep.database.cleanup.CleanupBench.delete;
import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.events.Evidence;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CleanupTaskTest {
  private CleanupBench bench;
  private TestDatabase database;

  @BeforeEach
  void make() throws SQLException {
    bench = new CleanupBench();
    database = bench.database;
  }

  @AfterEach
  void drop() throws SQLException {
    bench.close();
  }

  @Test
  void movesOldRowsAndLeavesTheOthers() throws Exception {
    bench.logs("audit", 5_000);

    RunByHand run = bench.run(300, archive("audit", "created_at", "1y", "audit_archive"));
    Evidence summary = run.complete();

    assertThat(summary.values()).containsEntry("moved-rows", 2_500L);
    assertThat(database.count("audit")).isEqualTo(2_500);
    assertThat(database.count("audit_archive")).isEqualTo(2_500);
    assertThat(run.evidence("move-rows/audit").values()).containsEntry("batches", 9L);
    assertThat(
            database.sql("SELECT SUM(row_count) FROM upkeep_receipts").query(Long.class).single())
        .isEqualTo(2_500);
    assertThat(
            database
                .sql("SELECT CONCAT(from_key, to_key) FROM upkeep_receipts WHERE batch = 2")
                .query(String.class)
                .single())
        .isEqualTo("[\"301\"][\"600\"]");
  }

  @Test
  void purgesWhatWasDeletedLongAgoAndLeavesRowsWithoutAnAge() throws Exception {
    database.execute(
        """
        CREATE TABLE notes (id INT NOT NULL PRIMARY KEY, text VARCHAR(50), deleted_at TIMESTAMP NULL);
        INSERT INTO notes SELECT seq, 'x', IF(seq % 3 = 0, NULL, UTC_TIMESTAMP() - INTERVAL IF(seq % 3 = 1, 91, 89) DAY)
          FROM seq_1_to_3000;
        """);

    Evidence summary = bench.run(100, delete("notes", "deleted_at", "90d")).complete();

    assertThat(summary.values()).containsEntry("purged-rows", 1_000L);
    assertThat(database.sql("SELECT DISTINCT id % 3 FROM notes").query(Integer.class).list())
        .containsExactlyInAnyOrder(0, 2);
  }

  @Test
  void waitsForRowsThatTheApplicationHoldsAndLosesNoneOfItsChanges() throws Exception {
    bench.logs("audit", 1_000);
    try (Connection application = database.application();
        Statement statement = application.createStatement()) {
      application.setAutoCommit(false);
      statement.execute("UPDATE audit SET what = 'changed at the last moment' WHERE id = 450");
      RunByHand run = bench.run(100, archive("audit", "created_at", "1y", "audit_archive"));
      run.onSafePoint(
          (step, where) -> {
            if (where.equals("rows-in-use")) {
              application.commit();
            }
          });

      run.complete();

      assertThat(
              database
                  .sql("SELECT what FROM audit_archive WHERE id = 450")
                  .query(String.class)
                  .single())
          .isEqualTo("changed at the last moment");
    }
  }

  @Test
  void takesRowsOfOneAgeInBatchesToo() throws Exception {
    for (String index : List.of("(created_at)", "(created_at, what)", "(what, created_at)")) {
      bench.logs("same", 2_000);
      database.execute(
          "UPDATE same SET created_at = '2020-01-01';\nALTER TABLE same DROP KEY created_at, ADD KEY "
              + index);

      RunByHand run = bench.run(300, archive("same", "created_at", "1y", "same_archive"));

      assertThat(run.complete().values()).as(index).containsEntry("moved-rows", 2_000L);
      assertThat(run.evidence("move-rows/same").values()).as(index).containsEntry("batches", 7L);
      assertThat(database.count("same_archive WHERE what = CONCAT('entry ', id)"))
          .as(index)
          .isEqualTo(2_000);
      database.execute("DROP TABLE same, same_archive");
    }
  }

  @Test
  void rebuildsTheTablesThatShrankIfThatPays() throws Exception {
    bench.logs("audit", 80_000);

    Evidence summary =
        bench.run(5_000, true, archive("audit", "created_at", "1y", "audit_archive")).complete();

    assertThat(summary.values()).containsEntry("moved-rows", 40_000L);
    assertThat((Long) summary.values().get("reclaimed-bytes")).isGreaterThan(2L << 20);
  }

  @Test
  void learnsFromItsRebuildsAsTheOptimizationDoes() throws Exception {
    bench.logs("audit", 80_000);
    var policy = archive("audit", "created_at", "1y", "audit_archive");
    RunByHand first = bench.run(5_000, true, policy);
    first.complete();

    assertThat(first.evidence("remember-rebuilds").values()).containsEntry("rebuilt", 1);
    assertThat(estimate(first, "expected-ms")).isEqualTo("not known");
    assertThat(
            bench
                .service()
                .jdbc()
                .sql("SELECT COUNT(*) FROM rebuild_history WHERE table_name = 'audit'")
                .query(Long.class)
                .single())
        .isEqualTo(1);

    database.execute("UPDATE audit SET created_at = created_at - INTERVAL 2 YEAR WHERE id % 2");
    RunByHand second = bench.run(5_000, true, policy);
    second.complete();
    assertThat(estimate(second, "expected-ms")).as("told by the first").isInstanceOf(Number.class);
  }

  private static Object estimate(RunByHand run, String figure) {
    var estimates = (Map<?, ?>) run.evidence("estimate-reclaim").values().get("estimates");
    return ((Map<?, ?>) estimates.get("audit")).get(figure);
  }

  @Test
  void plansWithoutTouchingAnything() throws Exception {
    bench.logs("audit", 1_000);

    List<Plan> plans =
        bench.run(100, archive("audit", "created_at", "1y", "audit_archive")).dryRun();

    assertThat(plans)
        .first()
        .extracting(Plan::line)
        .asString()
        .startsWith("would move 500 rows of 'audit'");
    assertThat(database.count("audit")).isEqualTo(1_000);
    assertThat(
            database
                .sql(
                    "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()")
                .query(Long.class)
                .single())
        .isEqualTo(2);
  }

  @Test
  void forgetsReceiptsAndFencesOfRunsThatEndedLongAgo() throws Exception {
    bench.logs("audit", 1_000);
    var policy = archive("audit", "created_at", "1y", "audit_archive");
    bench.run(100, policy).complete();
    database.execute(
        """
        UPDATE upkeep_fences SET since = NOW(6) - INTERVAL 401 DAY;
        INSERT INTO upkeep_receipts
               (component, run_id, policy, batch, fence, action, cut_off, from_key, to_key, row_count, committed_at)
        SELECT component, UUID(), policy, seq, fence, action, cut_off, from_key, to_key, row_count,
               NOW(6) - INTERVAL 399 DAY - INTERVAL seq HOUR
          FROM upkeep_receipts, seq_1_to_1200
         WHERE batch = 1;
        """);

    bench.run(100, policy).complete();

    assertThat(database.count("upkeep_fences")).isEqualTo(1);
    assertThat(database.count("upkeep_receipts WHERE committed_at < NOW(6) - INTERVAL 400 DAY"))
        .isZero();
    assertThat(database.count("upkeep_receipts")).isEqualTo(5 + 23);
  }
}
