package dev.upkeep.database.indexes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.test.SettableClock;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.ServiceSchema;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.database.testkit.TestServer;
import dev.upkeep.system.NamedQuery;
import dev.upkeep.system.Tuning;
import dev.upkeep.system.WantedIndex;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What depends on the server's version. */
class IndexesOnEachServerTest {

  private final SettableClock clock = SettableClock.at("2026-11-22T00:00:00Z");

  private RunByHand run(TestDatabase database, ServiceSchema service, WantedIndex... indexes) {
    var pending = new NamedQuery("pending", "SELECT * FROM letters WHERE status = 'PENDING'");
    return new RunByHand(
        new IndexApplyTask(
            database.door(new Tuning(List.of(indexes), List.of(pending), Optional.empty())),
            service.jdbc()),
        new IndexApplyParameters(null, "1s", "10s", "10%", "7d", false),
        clock);
  }

  @ParameterizedTest
  @MethodSource("dev.upkeep.database.testkit.TestServer#here")
  void makesMeasuresTriesWithoutAndDrops(TestServer server) throws Exception {
    try (TestDatabase database =
            TestDatabase.withGrantsOf("database.index-apply", server.server());
        ServiceSchema service = new ServiceSchema()) {
      database.execute(
          """
          CREATE TABLE letters (id INT PRIMARY KEY AUTO_INCREMENT, status VARCHAR(20) NOT NULL, who INT NOT NULL, KEY by_who (who));
          INSERT INTO letters (status, who) SELECT IF(seq % 1000 = 0, 'PENDING', 'DONE'), seq FROM seq_1_to_20000;
          ANALYZE TABLE letters;
          """);

      RunByHand made =
          run(
              database,
              service,
              WantedIndex.parse("by_status on letters (status, who desc)").orElseThrow());
      assertThat(made.complete().values()).containsEntry("created", 1L);
      Map<?, ?> queries =
          (Map<?, ?>) made.evidence("judge-index/letters.by_status").values().get("queries");
      assertThat(queries.get("pending").toString())
          .contains("rows-read-before=20000", "indexes=[by_status]");

      var drop = new WantedIndex("by_who", "letters", new WantedIndex.Action.Drop());
      assertThat(run(database, service, drop).complete().values()).containsEntry("ignored", 1L);
      clock.advance(Duration.ofDays(7));
      assertThat(run(database, service, drop).complete().values()).containsEntry("dropped", 1L);
    }
  }
}
