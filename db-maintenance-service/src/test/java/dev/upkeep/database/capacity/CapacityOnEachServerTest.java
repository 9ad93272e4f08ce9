package dev.upkeep.database.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.ServiceSchema;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.database.testkit.TestServer;
import dev.upkeep.system.Tuning;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The settings and counters that the review asks for are there on each server. */
class CapacityOnEachServerTest {

  @ParameterizedTest
  @MethodSource("dev.upkeep.database.testkit.TestServer#here")
  void reviewsIt(TestServer server) throws Exception {
    try (TestDatabase database =
            TestDatabase.withGrantsOf("database.capacity-review", server.server());
        ServiceSchema service = new ServiceSchema()) {
      database.execute("CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT)");

      Map<String, Object> said =
          new RunByHand(
                  new CapacityReviewTask(database.door(Tuning.none()), service.jdbc()),
                  new CapacityReviewParameters("90d", "90d", "800d"),
                  Clock.systemUTC())
              .complete()
              .values();

      assertThat((Long) said.get("memory-bytes")).isPositive();
      assertThat((Long) said.get("memory-at-most-bytes")).isGreaterThan(128L << 20);
      assertThat(said.get("tables").toString()).contains("t=");
    }
  }
}
