package dev.upkeep.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.events.Ids;
import dev.upkeep.sample.SampleReport;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is told may be told again: it has its effect once. */
class RepeatedEventsTest {
  private final Stage stage = Stage.shared();
  private final Runs runs = new Runs(stage);

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void everyEventOnEveryTopicMayComeSeveralTimes(int times) throws Exception {
    stage.makeWorkForCleanup();
    SampleReport before = stage.sample().report();
    int chatsBefore = stage.chat().completionsOf("cleanup");
    List<Long> rowsBefore = StageTables.counts(stage);
    UUID run;

    try (Echo echo = new Echo(stage.bootstrapServers(), times - 1)) {
      run = runs.trigger("cleanup", Map.of("batch-rows", 1_000));
      runs.assertCompletedOnceAndToldOnce(run, chatsBefore);
      Lag.awaitNone(stage.bootstrapServers());
      // Everything of the run: trigger, due, what workers, scheduler and notification told of it.
      assertThat(echo.sent()).isGreaterThan(10 * (times - 1));
    }
    Lag.awaitNone(stage.bootstrapServers());

    runs.assertCompletedOnceAndToldOnce(run, chatsBefore);
    Topics topics = Topics.readAll(stage.bootstrapServers());
    String task = Ids.taskRun(run, "work").toString();
    for (String fact : List.of("maintenance-accepted", "maintenance-started")) {
      assertThat(topics.eventIds("upkeep.runs", task, fact)).as(fact).hasSize(1);
    }
    assertThat(topics.eventIds("upkeep.runbooks", run.toString(), "runbook-started")).hasSize(1);
    // One more runbook run, task of it, task run and ledger entry; three deliveries; else nothing.
    List<Long> more = List.of(1L, 1L, 1L, 1L, 3L, 0L, 0L, 0L, 0L);
    List<Long> rowsAfter = StageTables.counts(stage);
    for (int table = 0; table < more.size(); table++) {
      assertThat(rowsAfter.get(table) - rowsBefore.get(table))
          .as("rows more in %s", StageTables.COUNTED.get(table))
          .isEqualTo(more.get(table));
    }
    SampleReport after = stage.sample().report();
    assertThat(after.table("audit_logs_archive").rows())
        .isEqualTo(before.table("audit_logs").dueForCleanup());
    assertThat(after.table("audit_logs").rows() + after.table("audit_logs_archive").rows())
        .isEqualTo(before.table("audit_logs").rows());
    for (String table : List.of("correspondences", "rfas", "workflow_instances", "attachments")) {
      assertThat(after.table(table).rows()).as(table).isEqualTo(before.table(table).rows());
    }
  }
}
