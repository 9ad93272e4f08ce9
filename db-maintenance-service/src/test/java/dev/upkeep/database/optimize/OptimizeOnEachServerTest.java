package dev.upkeep.database.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.ServiceSchema;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.database.testkit.TestServer;
import dev.upkeep.database.testkit.UnrelatedQueries;
import dev.upkeep.system.NamedQuery;
import dev.upkeep.system.Tuning;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What depends on the server's version. */
class OptimizeOnEachServerTest {

  private static final String FRAGMENTED =
      """
      CREATE TABLE letters (id INT PRIMARY KEY AUTO_INCREMENT, status VARCHAR(20) NOT NULL, v VARCHAR(300) NOT NULL, KEY (v));
      INSERT INTO letters (status, v) SELECT IF(seq % 1000 = 0, 'PENDING', 'DONE'), CONCAT(MD5(seq), REPEAT('x', 200)) FROM seq_1_to_40000;
      DELETE FROM letters WHERE CRC32(CONCAT('d', id)) % 10 < 7;
      ANALYZE TABLE letters;
      """;

  private static RunByHand run(TestDatabase database, ServiceSchema service) {
    var pending = new NamedQuery("pending", "SELECT * FROM letters WHERE status = 'PENDING'");
    return new RunByHand(
        new OptimizeTask(
            database.door(new Tuning(List.of(), List.of(pending), Optional.empty())),
            service.jdbc()),
        new OptimizeParameters("20%", "5s", "6d", "30m", "10s", "5m", List.of()),
        Clock.systemUTC());
  }

  @ParameterizedTest
  @MethodSource("dev.upkeep.database.testkit.TestServer#here")
  void checksRebuildsAndMeasuresOnce(TestServer server) throws Exception {
    try (TestDatabase database = TestDatabase.withGrantsOf("database.optimize", server.server());
        ServiceSchema service = new ServiceSchema()) {
      database.execute(FRAGMENTED);

      RunByHand first = run(database, service);
      assertThat(first.complete().values()).containsEntry("rebuilt", 1);
      assertThat(first.evidence("check-tables").values()).containsEntry("tables-checked", 1);
      assertThat(first.evidence("refresh-histograms").values().get("histograms"))
          .isEqualTo(Map.of("letters", "status"));

      RunByHand second = run(database, service);
      assertThat(second.complete().values()).containsEntry("rebuilt", 0);
      assertThat(second.evidence("refresh-histograms").values()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.upkeep.database.testkit.TestServer#here")
  void rebuildsWhenATransactionHasEndedAndKeepsNobodyWaitingUntilThen(TestServer server)
      throws Exception {
    for (int trial = 0; trial < 2; trial++) {
      try (TestDatabase database = TestDatabase.withGrantsOf("database.optimize", server.server());
          ServiceSchema service = new ServiceSchema()) {
        database.execute(FRAGMENTED);
        try (Connection application = database.application();
            Statement open = application.createStatement();
            var others =
                new UnrelatedQueries(database, "SELECT COUNT(*) FROM letters WHERE id < 10")) {
          application.setAutoCommit(false);
          open.execute("SELECT * FROM letters LIMIT 1");
          RunByHand run = run(database, service);
          Thread ends = Thread.ofVirtual().start(() -> commitLater(run, others, application));

          assertThat(run.complete().values()).containsEntry("rebuilt", 1);
          ends.join();
          assertThat(committed(application)).as("others were answered meanwhile").isTrue();
          assertThat((Integer) run.evidence("rebuild-table/letters").values().get("attempts"))
              .isGreaterThan(1);
        }
      }
    }
  }

  /** When the rebuild waits, and others have gone on with their work nevertheless. */
  private static void commitLater(RunByHand run, UnrelatedQueries others, Connection application) {
    Awaitility.await("the rebuild finds the table in use")
        .until(() -> run.lines().stream().anyMatch(line -> line.startsWith("waiting for the def")));
    long answered = others.count();
    Awaitility.await("others are answered").until(() -> others.count() > answered + 50);
    try {
      application.commit();
      application.setAutoCommit(true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean committed(Connection application) throws SQLException {
    return application.getAutoCommit();
  }
}
