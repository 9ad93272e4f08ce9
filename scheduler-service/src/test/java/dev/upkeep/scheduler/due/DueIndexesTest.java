package dev.upkeep.scheduler.due;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.scheduler.SchedulerUnderTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An index that is not used would lock every row of the table. */
class DueIndexesTest {

  @Test
  void findingWhatIsDueReadsNothingElse() {
    try (SchedulerUnderTest scheduler = new SchedulerUnderTest()) {
      scheduler.start();
      scheduler
          .jdbc()
          .sql(
              """
              INSERT INTO schedule_state (id, system, runbook, rule, handled_until, next_due)
              SELECT UUID(), 'dms', CONCAT('r', seq), 'x', NOW(6), '2100-01-01' + INTERVAL seq SECOND
                FROM seq_1_to_5000
              """)
          .update();
      scheduler.jdbc().sql("ANALYZE TABLE schedule_state").query().listOfRows();
      Map<String, Object> due =
          scheduler
              .jdbc()
              .sql("EXPLAIN " + ScheduleStates.DUE)
              .param("now", "2100-01-01 00:00:20")
              .param("most", 200)
              .query()
              .singleRow();
      assertThat(due).containsEntry("key", "schedule_state_due").containsEntry("type", "range");
      assertThat(scheduler.jdbc().sql("EXPLAIN " + ScheduleStates.EARLIEST).query().singleRow())
          .hasEntrySatisfying(
              "Extra", extra -> assertThat(extra).hasToString("Select tables optimized away"));
    }
  }
}
