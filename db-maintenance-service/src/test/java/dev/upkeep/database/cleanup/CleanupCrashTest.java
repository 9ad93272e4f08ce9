package dev.upkeep.database.cleanup;

import static dev.upkeep.database.cleanup.CleanupBench.archive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.RunByHand.Killed;
import dev.upkeep.database.testkit.ServiceSchema;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.LeftConnections;
import dev.upkeep.system.database.TargetDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing lost, nothing doubled: when workers die, and while the application works. */
class CleanupCrashTest {
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
  void losesNothingAndDoublesNothingWhereverAWorkerDies() throws Exception {
    bench.logs("audit", 2_000);
    var policy = archive("audit", "created_at", "1y", "audit_archive");
    TargetDatabases door = database.door(CleanupBench.BANGKOK, policy);
    var deaths = new AtomicInteger();
    var place = new AtomicInteger();
    RunByHand run =
        new RunByHand(
            new CleanupTask(door, ServiceSchema.none()),
            new CleanupParameters(null, 50, "2s", false, false),
            Clock.systemUTC());
    run.onSafePoint(
        (step, where) -> {
          if (place.incrementAndGet() % 3 == 0) {
            deaths.incrementAndGet();
            throw new Killed();
          }
        });

    End end = null;
    for (long fence = 1; end == null; fence++) {
      try {
        end = run.attempt(fence);
      } catch (Killed killed) {
        new LeftConnections(door).end(run.run(), run.held());
      }
    }

    assertThat(end).isInstanceOf(End.Completed.class);
    assertThat(deaths).hasValueGreaterThan(5);
    assertThat(database.count("audit")).isEqualTo(1_000);
    assertThat(database.count("audit_archive")).isEqualTo(1_000);
    assertThat(run.evidence("move-rows/audit").values()).containsEntry("rows", 1_000L);
  }

  @Test
  void takesNoYoungRowThatComesInMeanwhile() throws Exception {
    bench.logs("audit", 20_000);
    var stop = new AtomicBoolean();
    CompletableFuture<Integer> application =
        CompletableFuture.supplyAsync(() -> insertAcrossTheCutOff(stop));

    Evidence summary =
        bench.run(200, archive("audit", "created_at", "1y", "audit_archive")).complete();
    stop.set(true);
    int inserted = application.get();

    assertThat(inserted).isPositive();
    assertThat(database.count("audit") + database.count("audit_archive"))
        .isEqualTo(20_000 + inserted);
    String cutOff =
        database.sql("SELECT MAX(cut_off) FROM upkeep_receipts").query(String.class).single();
    assertThat(
            database
                .sql("SELECT COUNT(*) FROM audit_archive WHERE created_at >= :cutOff")
                .param("cutOff", cutOff)
                .query(Long.class)
                .single())
        .isZero();
    assertThat(summary.values().get("moved-rows")).isEqualTo(database.count("audit_archive"));
  }

  @Test
  void losesNoChangeThatTheApplicationMakesMeanwhile() throws Exception {
    bench.logs("audit", 20_000);
    database.execute(
        "ALTER TABLE audit ADD COLUMN changes INT NOT NULL DEFAULT 0;\nALTER TABLE audit_archive ADD COLUMN changes INT NOT NULL");
    var stop = new AtomicBoolean();
    CompletableFuture<Long> application = CompletableFuture.supplyAsync(() -> changeOldRows(stop));

    bench.run(200, archive("audit", "created_at", "1y", "audit_archive")).complete();
    stop.set(true);
    long made = application.get();

    assertThat(made).isPositive();
    assertThat(database.count("audit_archive")).isEqualTo(10_000);
    assertThat(database.sql("SELECT SUM(changes) FROM audit_archive").query(Long.class).single())
        .isEqualTo(made);
  }

  /** Answers how many changes took effect. */
  private long changeOldRows(AtomicBoolean stop) {
    try (Connection connection = database.application();
        Statement statement = connection.createStatement()) {
      long made = 0;
      for (int row = 1; !stop.get(); row = 1 + (row + 7_919) % 10_000) {
        made += statement.executeUpdate("UPDATE audit SET changes = changes + 1 WHERE id = " + row);
      }
      return made;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private int insertAcrossTheCutOff(AtomicBoolean stop) {
    try (Connection connection = database.application();
        Statement statement = connection.createStatement()) {
      int inserted = 0;
      while (!stop.get()) {
        statement.execute(
            """
            INSERT INTO audit (what, created_at)
            VALUES ('crossing', CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', '+07:00') - INTERVAL 1 YEAR + INTERVAL %d SECOND)
            """
                .formatted(inserted % 7 - 3));
        inserted++;
      }
      return inserted;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void refusesAWorkerThatWasTakenOver() throws Exception {
    bench.logs("audit", 1_000);
    RunByHand run = bench.run(100, archive("audit", "created_at", "1y", "audit_archive"));
    run.onSafePoint(
        (step, where) -> {
          if (step.startsWith("move-rows")) {
            // Meanwhile another worker has taken the run over.
            database.execute("UPDATE upkeep_fences SET fence = 2, lowest = 2");
          }
        });

    End end = run.attempt(1);

    assertThat(end)
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed ->
                assertThat(failed.outcome().reason())
                    .contains("has since been worked on with a later right"));
    assertThat(database.count("audit")).isEqualTo(1_000);
    assertThat(database.count("upkeep_receipts")).isZero();
  }
}
