package dev.upkeep.scheduler.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.scheduler.SchedulerUnderTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked for every due instant, and every few seconds, must not read the history. */
class RunIndexesTest {

  @Test
  void whatIsLiveAndWhatIsOverdueIsFoundByIndex() {
    try (SchedulerUnderTest scheduler = new SchedulerUnderTest()) {
      scheduler.start();
      scheduler
          .jdbc()
          .sql(
              """
              INSERT INTO runbook_run
                     (id, system, runbook, title, scheduled_for, triggered_by, dry_run, state,
                      correlation_id, definition, started_at, ended_at, watch_at, version)
              SELECT UUID(), 'dms', CONCAT('r', seq % 20), 'x', NOW(6), 'schedule', FALSE,
                     'COMPLETED', UUID(), '{}', NOW(6), NOW(6), NULL, 1
                FROM seq_1_to_5000
              """)
          .update();
      scheduler.jdbc().sql("ANALYZE TABLE runbook_run").query().listOfRows();
      // Either index leads past the runs that have ended.
      assertThat(
              scheduler
                  .jdbc()
                  .sql("EXPLAIN " + RunbookRuns.LIVE)
                  .param("runbooks", List.of("r1", "r2"))
                  .query()
                  .singleRow())
          .hasEntrySatisfying(
              "key", key -> assertThat(key).isIn("runbook_run_live", "runbook_run_age"));
      assertThat(
              scheduler
                  .jdbc()
                  .sql("EXPLAIN " + RunbookRuns.TO_WATCH)
                  .param("now", "2026-11-22 00:00:00")
                  .param("limit", 100)
                  .query()
                  .singleRow())
          .containsEntry("key", "runbook_run_watch");
      assertThat(
              scheduler
                  .jdbc()
                  .sql("EXPLAIN " + FlowConfiguration.OLD_RUNS.choosing())
                  .param("before", "2020-01-01 00:00:00")
                  .param("most", 500)
                  .query()
                  .singleRow())
          .containsEntry("key", "runbook_run_age");
    }
  }
}
