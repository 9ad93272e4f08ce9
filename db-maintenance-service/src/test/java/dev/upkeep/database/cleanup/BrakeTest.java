package dev.upkeep.database.cleanup;

import static dev.upkeep.database.cleanup.CleanupBench.archive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.map;

import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.ServiceSchema;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.Throttle;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application's needs hold a cleanup back. */
class BrakeTest {
  private CleanupBench bench;
  private TestDatabase database;

  @BeforeEach
  void make() throws Exception {
    bench = new CleanupBench();
    database = bench.database;
    bench.logs("audit", 20_000);
  }

  @AfterEach
  void drop() throws SQLException {
    bench.close();
  }

  private RunByHand run(Throttle throttle) {
    return new RunByHand(
        new CleanupTask(
            database.door(
                CleanupBench.BANGKOK,
                throttle,
                archive("audit", "created_at", "1y", "audit_archive")),
            ServiceSchema.none()),
        new CleanupParameters(null, 500, "2s", false, true),
        Clock.systemUTC());
  }

  private static Throttle throttle(Optional<String> probe, int threads) {
    return new Throttle(
        probe,
        Duration.ofMillis(10),
        Duration.ofMillis(10),
        threads,
        Duration.ofSeconds(1),
        List.of());
  }

  @Test
  void worksLessWhileTheProbeFeelsItAndSaysSo() throws Exception {
    // What the probe feels is up to this test.
    database.execute(
        "CREATE TABLE felt (seconds DOUBLE NOT NULL); INSERT INTO felt VALUES (0);"
            .replace("; ", ";\n"));
    RunByHand run = run(throttle(Optional.of("SELECT SLEEP(seconds) FROM felt"), 1000));
    run.onSafePoint(
        (step, where) -> {
          if (where.equals("before-batch-2")) {
            database.execute("UPDATE felt SET seconds = 0.05");
          } else if (where.equals("before-batch-3")) {
            // However quick the batches are, the probe has been asked for a whole window by then.
            database.execute("DO SLEEP(1.2)");
          }
        });

    assertThat(run.complete().values()).containsEntry("moved-rows", 10_000L);

    Evidence evidence = run.evidence("move-rows/audit");
    // A quarter of the time is worked at first, and a larger part by and by where nothing is felt.
    long worked = ((Number) evidence.values().get("worked-ms")).longValue();
    assertThat((Long) evidence.values().get("braked-ms")).isGreaterThan(3 * worked);
    assertThat(evidence.values())
        .extractingByKey("braked-by", map(String.class, Object.class))
        .containsEntry("threads-running", 0L)
        .containsEntry("replica-lag", 0L);
    assertThat((Double) evidence.values().get("probe-p99-ms")).isGreaterThan(40);
  }

  @Test
  void standsStillWhileTooManyThreadsRun() throws Exception {
    RunByHand run = run(throttle(Optional.empty(), 4));
    var standing = new AtomicInteger();
    var busy = new Busy(database, 5);
    run.onSafePoint(
        (step, where) -> {
          if (where.equals("standing-still") && standing.incrementAndGet() == 2) {
            assertThat(database.count("audit_archive")).isZero();
            busy.end();
          }
        });

    run.complete();

    assertThat(standing).hasValueGreaterThanOrEqualTo(2);
    assertThat(run.evidence("move-rows/audit").values())
        .extractingByKey("braked-by", map(String.class, Object.class))
        .extractingByKey("threads-running")
        .isEqualTo(250L * standing.get());
  }

  @Test
  void saysWhatIsWrongWithAProbeBeforeAnythingIsTouched() throws Exception {
    End end = run(throttle(Optional.of("SELECT 1 FROM gone"), 1000)).attempt(1);

    assertThat(end)
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed -> assertThat(failed.outcome().reason()).contains("gone' doesn't exist"));
    assertThat(database.count("audit")).isEqualTo(20_000);
  }

  /** Connections that all do something until they are ended. */
  private static final class Busy {
    private final List<Connection> connections = new ArrayList<>();

    Busy(TestDatabase database, int threads) throws SQLException {
      for (int i = 0; i < threads; i++) {
        Connection connection = database.application();
        connections.add(connection);
        Thread.ofVirtual().start(() -> sleep(connection));
      }
      Awaitility.await()
          .until(
              () ->
                  database.count("information_schema.PROCESSLIST WHERE INFO = 'SELECT SLEEP(100)'")
                      >= threads);
    }

    private static void sleep(Connection connection) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT SLEEP(100)");
      } catch (SQLException e) {
        // That is how it ends.
        assertThat(e.getSQLState()).startsWith("08");
      }
    }

    void end() throws SQLException {
      for (Connection connection : connections) {
        connection.abort(Runnable::run);
      }
    }
  }
}
