package dev.upkeep.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.TaskAnnounced;
import dev.upkeep.events.Topic;
import dev.upkeep.scheduler.SchedulerUnderTest.Listening;
import dev.upkeep.scheduler.definition.Definitions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two instances on one database, and connections that die in the middle of what they do. */
class TwoSchedulersTest {

  private static final int OCCURRENCES = 1_000;
  private static final int SECONDS = 10;

  private final SchedulerUnderTest scheduler = new SchedulerUnderTest();
  private final Random random = new Random(20261122);

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void everyOccurrenceHappensOnceWhateverIsInterrupted() {
    ConfigurableApplicationContext first = scheduler.start();
    scheduler.tell(Topic.CATALOGUE, new TaskAnnounced(TestTask.OPTIMIZE), UUID.randomUUID());
    Instant begin = Instant.now().plusSeconds(30).truncatedTo(ChronoUnit.SECONDS);
    for (int i = 0; i < OCCURRENCES; i++) {
      scheduler.write(
          "runbooks/once-%04d.yaml".formatted(i),
          RunbookFiles.once("once-%04d".formatted(i), begin.plusSeconds(i % SECONDS)));
    }
    scheduler.start();
    await()
        .atMost(Duration.ofSeconds(28))
        .until(
            () ->
                first.getBean(Definitions.class).inForce().runbooks().size() == OCCURRENCES
                    && count("schedule_state") == OCCURRENCES);
    try (Listening dues = scheduler.listen(Topic.DUE_DATABASE)) {
      await()
          .pollInterval(Duration.ofMillis(100))
          .atMost(Duration.ofMinutes(2))
          .until(
              () -> {
                breakAConnection();
                return Instant.now().isAfter(begin.plusSeconds(SECONDS));
              });
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(
                          dues.all(MaintenanceDue.class).stream()
                              .map(due -> due.run().taskRunId())
                              .distinct())
                      .hasSize(OCCURRENCES));
      // What was relayed again after a broken acknowledgement is the very same event.
      assertThat(dues.heard().stream().map(each -> each.envelope().id()).distinct())
          .hasSize(OCCURRENCES);
      assertThat(dues.heard())
          .allSatisfy(
              each ->
                  assertThat(each.at())
                      .isAfterOrEqualTo(((MaintenanceDue) each.envelope().event()).scheduledFor()));
    }
    assertThat(count("ledger")).isEqualTo(OCCURRENCES);
    assertThat(count("ledger WHERE outcome IN ('STARTED', 'LATE')")).isEqualTo(OCCURRENCES);
    assertThat(count("runbook_run")).isEqualTo(OCCURRENCES);
    assertThat(count("runbook_task WHERE state = 'SENT'")).isEqualTo(OCCURRENCES);
    assertThat(
            scheduler
                .jdbc()
                .sql("SELECT DISTINCT instance FROM ledger ORDER BY instance")
                .query(String.class)
                .list())
        .as("both took part")
        .containsExactly("instance-1", "instance-2");
  }

  private int count(String from) {
    return scheduler.jdbc().sql("SELECT COUNT(*) FROM " + from).query(Integer.class).single();
  }

  /** As a crash would: whatever transaction is going on there is rolled back. */
  private void breakAConnection() {
    JdbcClient jdbc = scheduler.jdbc();
    try {
      List<Long> connections =
          jdbc.sql(
                  """
                  SELECT id
                    FROM information_schema.processlist
                   WHERE user = SUBSTRING_INDEX(CURRENT_USER(), '@', 1)
                     AND id <> CONNECTION_ID()
                  """)
              .query(Long.class)
              .list();
      if (!connections.isEmpty()) {
        jdbc.sql("KILL " + connections.get(random.nextInt(connections.size()))).update();
      }
    } catch (DataAccessException ownOrGone) {
      // The connection had ended already, or it is this test's own that was cut a moment ago.
    }
  }
}
