package dev.upkeep.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.test.SettableClock;
import dev.upkeep.events.RunbookSkipped;
import dev.upkeep.events.TaskAnnounced;
import dev.upkeep.events.Topic;
import dev.upkeep.scheduler.SchedulerUnderTest.Listening;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of instants that passed while nobody could act on them: the ledger knows of each.
 */
class MissedRunsTest {

  private final SettableClock clock = SettableClock.at("2026-11-22T00:30:00Z");
  private final SchedulerUnderTest scheduler = new SchedulerUnderTest().at(clock);

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void everyInstantLeavesAnEntryWhateverTheClockDoes() {
    scheduler.write("runbooks/hourly.yaml", RunbookFiles.every("hourly", "1h"));
    scheduler.write(
        "runbooks/past.yaml", RunbookFiles.once("past", Instant.parse("2026-11-21T00:00:00Z")));
    scheduler.start();
    scheduler.tell(Topic.CATALOGUE, new TaskAnnounced(TestTask.OPTIMIZE), UUID.randomUUID());
    // What had passed when it was first read is on record and not replayed.
    becomes("past 2026-11-21 00:00 MISSED");
    await()
        .until(
            () ->
                scheduler
                        .jdbc()
                        .sql("SELECT COUNT(*) FROM schedule_state WHERE runbook = 'hourly'")
                        .query(Integer.class)
                        .single()
                    == 1);
    try (Listening told = scheduler.listen(Topic.RUNBOOKS)) {
      // As after a night without power: the latest starts late, those before it do not.
      clock.set(Instant.parse("2026-11-22T03:10:00Z"));
      becomes(
          "past 2026-11-21 00:00 MISSED",
          "hourly 2026-11-22 01:00 SUPERSEDED",
          "hourly 2026-11-22 02:00 SUPERSEDED",
          "hourly 2026-11-22 03:00 LATE");

      // The clock is put back and forth again: nothing happens twice.
      clock.set(Instant.parse("2026-11-22T01:55:00Z"));
      clock.set(Instant.parse("2026-11-22T03:30:00Z"));

      // The run that started late is still going.
      clock.set(Instant.parse("2026-11-22T04:00:00Z"));
      becomes(
          "past 2026-11-21 00:00 MISSED",
          "hourly 2026-11-22 01:00 SUPERSEDED",
          "hourly 2026-11-22 02:00 SUPERSEDED",
          "hourly 2026-11-22 03:00 LATE",
          "hourly 2026-11-22 04:00 SKIPPED");
      await()
          .untilAsserted(
              () ->
                  assertThat(told.all(RunbookSkipped.class))
                      .singleElement()
                      .satisfies(
                          skipped ->
                              assertThat(skipped.reason()).startsWith("still running: run")));
    }

    // An edited schedule counts from now on: 04:30 has passed when it comes into force.
    clock.set(Instant.parse("2026-11-22T04:40:00Z"));
    scheduler.write("runbooks/hourly.yaml", RunbookFiles.every("hourly", "30m"));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                scheduler
                    .jdbc()
                    .sql("SELECT rule FROM schedule_state WHERE runbook = 'hourly'")
                    .query(String.class)
                    .single()
                    .contains("30m"));
    clock.set(Instant.parse("2026-11-22T05:00:00Z"));
    becomes(
        "past 2026-11-21 00:00 MISSED",
        "hourly 2026-11-22 01:00 SUPERSEDED",
        "hourly 2026-11-22 02:00 SUPERSEDED",
        "hourly 2026-11-22 03:00 LATE",
        "hourly 2026-11-22 04:00 SKIPPED",
        "hourly 2026-11-22 05:00 SKIPPED");
  }

  private void becomes(String... entries) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(ledger()).containsExactly(entries));
  }

  private List<String> ledger() {
    return scheduler
        .jdbc()
        .sql(
            """
            SELECT CONCAT(runbook, ' ', DATE_FORMAT(due_at, '%Y-%m-%d %H:%i'), ' ', outcome)
              FROM ledger
             ORDER BY due_at
            """)
        .query(String.class)
        .list();
  }
}
