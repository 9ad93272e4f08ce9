package dev.upkeep.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.events.Evidence;
import dev.upkeep.events.MaintenanceAccepted;
import dev.upkeep.events.MaintenanceCompleted;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.MaintenanceStarted;
import dev.upkeep.events.RunReport;
import dev.upkeep.events.RunbookCompleted;
import dev.upkeep.events.RunbookStarted;
import dev.upkeep.events.TaskAnnounced;
import dev.upkeep.events.TaskSummary.State;
import dev.upkeep.events.Topic;
import dev.upkeep.scheduler.SchedulerUnderTest.Listening;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The main road: an instant comes due, its tasks are sent in order, and the run completes. */
class DueToCompletionTest {

  private final SchedulerUnderTest scheduler = new SchedulerUnderTest();

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void aDueRunbookRunsItsTasksInOrderAndCompletes() {
    scheduler.start();
    scheduler.tell(Topic.CATALOGUE, new TaskAnnounced(TestTask.OPTIMIZE), UUID.randomUUID());
    Instant due = Instant.now().plusSeconds(8).truncatedTo(ChronoUnit.SECONDS);
    scheduler.write(
        "runbooks/weekly.yaml",
        """
        runbook: weekly
        title: Weekly optimization
        system: lcbp3-dms
        schedule: {at: "%s", zone: UTC}
        tasks:
          - {name: second, run: database.optimize, on: database, needs: first}
          - {name: first, run: database.optimize, on: database, with: {share: 20}}
        """
            .formatted(due.toString().replace("Z", "+00:00")));
    try (Listening dues = scheduler.listen(Topic.DUE_DATABASE);
        Listening runbooks = scheduler.listen(Topic.RUNBOOKS)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> dues.all(MaintenanceDue.class).size() == 1);
      Listening.Heard heard = dues.heard().getFirst();
      MaintenanceDue first = (MaintenanceDue) heard.envelope().event();
      assertThat(first.run().task()).isEqualTo("first");
      assertThat(first.parameters()).containsEntry("share", 20);
      assertThat(heard.at()).isAfterOrEqualTo(due).isBefore(due.plusSeconds(2));

      complete(first);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> dues.all(MaintenanceDue.class).size() == 2);
      MaintenanceDue second = dues.all(MaintenanceDue.class).getLast();
      assertThat(second.run().task()).isEqualTo("second");
      complete(second);

      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> runbooks.all(RunbookCompleted.class).size() == 1);
      assertThat(runbooks.all(RunbookStarted.class)).hasSize(1);
      assertThat(runbooks.all(RunbookCompleted.class).getFirst().tasks())
          .extracting(task -> task.state())
          .containsExactly(State.COMPLETED, State.COMPLETED);
      assertThat(
              scheduler
                  .jdbc()
                  .sql("SELECT CONCAT(outcome, ' ', reason) FROM ledger")
                  .query(String.class)
                  .list())
          .containsExactly("STARTED on time");
    }
  }

  private void complete(MaintenanceDue due) {
    UUID key = due.run().taskRunId();
    scheduler.tell(Topic.RUNS, new MaintenanceAccepted(due.run(), "db-maintenance-service"), key);
    scheduler.tell(
        Topic.RUNS, new MaintenanceStarted(due.run(), 1, "worker", false, List.of("look")), key);
    Instant now = Instant.now();
    scheduler.tell(
        Topic.RUNS,
        new MaintenanceCompleted(
            due.run(),
            new RunReport(
                now, now, 1, List.of(), Evidence.of("reclaimed-bytes", 1), List.of(), List.of())),
        key);
  }
}
