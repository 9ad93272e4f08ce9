package dev.upkeep.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.sample.SampleReport;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * The servers that the platform stands on are away for a while in the middle of a run: nothing is
 * lost, the run ends once, people are told once, and nobody has to do anything.
 */
class ServerFaultsTest {
  /** Small batches make the cleanup last long enough to be disturbed. */
  private static final Map<String, Object> SLOWLY = Map.of("batch-rows", 50);

  private final Stage stage = Stage.shared();
  private final Runs runs = new Runs(stage);
  private SampleReport before;
  private int chatsBefore;

  /** How the platform's own database goes away. */
  enum DatabaseFault {
    RESTARTED {
      @Override
      void happenTo(EmbeddedMariaDb mariaDb) {
        mariaDb.restart();
      }
    },
    KILLED {
      @Override
      void happenTo(EmbeddedMariaDb mariaDb) {
        mariaDb.kill();
        mariaDb.restart();
      }
    };

    abstract void happenTo(EmbeddedMariaDb mariaDb);
  }

  @BeforeEach
  void workToDo() {
    stage.makeWorkForCleanup();
    before = stage.sample().report();
    chatsBefore = stage.chat().completionsOf("cleanup");
  }

  @AfterEach
  void nothingLostNothingDoubled() {
    SampleReport after = stage.sample().report();
    assertThat(after.table("audit_logs").dueForCleanup()).isZero();
    assertThat(after.table("audit_logs_archive").rows())
        .isEqualTo(before.table("audit_logs").dueForCleanup());
    assertThat(after.table("audit_logs").rows() + after.table("audit_logs_archive").rows())
        .isEqualTo(before.table("audit_logs").rows());
    for (String table : new String[] {"correspondences", "rfas", "attachments"}) {
      assertThat(after.table(table).rows()).as(table).isEqualTo(before.table(table).rows());
    }
  }

  @ParameterizedTest
  @EnumSource(DatabaseFault.class)
  void theDatabaseIsAwayInTheMiddleOfARun(DatabaseFault fault) {
    UUID run = runs.trigger("cleanup", SLOWLY);
    stage.awaitCleanupUnderWay();

    fault.happenTo(stage.mariaDb());

    runs.assertCompletedOnceAndToldOnce(run, chatsBefore);
  }

  @Test
  void theBrokerIsAwayInTheMiddleOfARun() {
    UUID run = runs.trigger("cleanup", Map.of("batch-rows", 15));
    stage.awaitCleanupUnderWay();

    stage.stopBroker();
    // The work goes on without the broker and is told when it is back.
    await("the cleanup has done its work")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> stage.sample().report().table("audit_logs").dueForCleanup() == 0);
    stage.startBroker();

    runs.assertCompletedOnceAndToldOnce(run, chatsBefore);
  }

  @Test
  void theMailServerIsAwayWhileThereIsMailToSend() {
    stage.mail().goAway();
    UUID run = runs.trigger("cleanup", Map.of());

    assertThat(runs.awaitEnd(run).path("state").asString()).isEqualTo("COMPLETED");
    await("each mail was tried in vain several times")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () ->
                assertThat(runs.deliveries(run))
                    .filteredOn(one -> one.path("channel").asString().equals("email"))
                    .hasSize(2)
                    .allSatisfy(ServerFaultsTest::wasTriedInVain));
    stage.mail().comeBack();

    runs.assertCompletedOnceAndToldOnce(run, chatsBefore);
  }

  private static void wasTriedInVain(JsonNode delivery) {
    assertThat(delivery.path("attempts").asInt()).isGreaterThanOrEqualTo(4);
    assertThat(delivery.path("state").asString()).isNotEqualTo("ACCEPTED");
  }
}
