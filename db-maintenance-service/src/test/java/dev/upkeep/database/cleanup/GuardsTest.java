package dev.upkeep.database.cleanup;

import static dev.upkeep.database.cleanup.CleanupBench.archive;
import static dev.upkeep.database.cleanup.CleanupBench.atMost;
import static dev.upkeep.database.cleanup.CleanupBench.holding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.system.CleanupPolicy;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands between a policy and rows that should stay. */
class GuardsTest {
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
  void neverTouchesRowsUnderLegalHoldAndCountsThem() throws Exception {
    database.execute(
        """
        CREATE TABLE cases (id INT PRIMARY KEY, state VARCHAR(9));
        INSERT INTO cases VALUES (7, 'open'), (8, 'closed');
        ALTER TABLE audit ADD COLUMN case_id INT NULL;
        ALTER TABLE audit_archive ADD COLUMN case_id INT NULL;
        UPDATE audit SET case_id = 7 WHERE id % 10 = 0;
        UPDATE audit SET case_id = 8 WHERE id % 10 = 1;
        """);
    RunByHand run =
        bench.run(
            100,
            holding(
                AUDIT,
                "case_id IN (SELECT id FROM cases WHERE state = 'open: ?' OR state = 'open')"));

    assertThat(run.complete().values()).containsEntry("moved-rows", 450L);

    assertThat(database.count("audit WHERE id <= 500")).isEqualTo(50);
    assertThat(database.count("audit WHERE case_id = 7")).isEqualTo(100);
    assertThat(run.evidence("move-rows/audit").values()).containsEntry("held-rows", 50L);
  }

  @Test
  void leavesARowAloneThatComesUnderHoldAtTheLastMoment() throws Exception {
    database.execute("CREATE TABLE holds (audit_id BIGINT PRIMARY KEY)");
    RunByHand run = bench.run(500, holding(AUDIT, "id IN (SELECT audit_id FROM holds)"));
    var once = new AtomicBoolean();
    run.onSafePoint(
        (step, where) -> {
          if (where.equals("before-batch-1") && once.compareAndSet(false, true)) {
            database.execute("INSERT INTO holds VALUES (17)");
          }
        });

    run.complete();

    assertThat(database.count("audit WHERE id <= 500")).isEqualTo(1);
    assertThat(database.count("audit_archive WHERE id = 17")).isZero();
  }

  @Test
  void refusesAHoldThatTheServerDoesNotUnderstand() throws Exception {
    assertThat(bench.run(100, holding(AUDIT, "case_number = 7")).attempt(1))
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed ->
                assertThat(failed.outcome().reason())
                    .contains("the legal hold of 'audit' cannot be asked")
                    .contains("Unknown column 'case_number'"));
    assertThat(database.count("audit")).isEqualTo(1_000);
  }

  @Test
  void asksBeforeMoreGoesThanThePolicySays() throws Exception {
    RunByHand run = bench.run(100, atMost(AUDIT, 49));

    assertThat(run.attempt(1))
        .isInstanceOfSatisfying(
            End.Asked.class,
            asked -> {
              assertThat(asked.step()).isEqualTo("check-share");
              assertThat(asked.outcome().plan())
                  .isEqualTo(
                      "the policy for 'audit' would take 500 of its 1000 rows, more than 49%.");
            });
    assertThat(database.count("audit")).isEqualTo(1_000);

    run.approve("check-share", "ops", "the archive was neglected");
    assertThat(run.attempt(2)).isInstanceOf(End.Completed.class);
    assertThat(database.count("audit")).isEqualTo(500);
  }

  @Test
  void doesNotAskForWhatThePolicyAllows() throws Exception {
    bench.run(100, atMost(AUDIT, 50)).complete();
    assertThat(database.count("audit")).isEqualTo(500);
  }

  @Test
  void saysInADryRunThatItWouldAsk() throws Exception {
    RunByHand run = bench.run(100, atMost(AUDIT, 10)).dry();

    run.dryRun();

    assertThat(run.evidence("check-share").values())
        .containsEntry(
            "would-ask", "the policy for 'audit' would take 500 of its 1000 rows, more than 10%.");
  }
}
