package dev.upkeep.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.database.Purge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** What the scheduler forgets, and what it never does. */
class HistoryTest {
  private static final int MOST = 500;

  private final SchedulerUnderTest scheduler = new SchedulerUnderTest();
  private ConfigurableApplicationContext instance;

  @BeforeEach
  void start() {
    instance = scheduler.start();
  }

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void forgetsRunsThatEndedLongAgoWithTheirTasksAndNoneThatHasNotEnded() {
    // One run a day, each with two tasks; every fourth never ended.
    scheduler
        .jdbc()
        .sql(
            """
            INSERT INTO runbook_run
                   (id, system, runbook, title, scheduled_for, triggered_by, dry_run, state,
                    correlation_id, definition, started_at, ended_at, watch_at, version)
            SELECT UUID(), 'dms', 'r', seq, NOW(6), 'schedule', FALSE,
                   IF(seq % 4 = 0, 'NEEDS_OPERATOR', 'COMPLETED'), UUID(), '{}', NOW(6),
                   IF(seq % 4 = 0, NULL, UTC_TIMESTAMP(6) - INTERVAL seq DAY), NULL, 1
              FROM seq_1_to_2000
            """)
        .update();
    scheduler
        .jdbc()
        .sql(
            """
            INSERT INTO runbook_task (task_run_id, runbook_run_id, position, task, state, last_sequence)
            SELECT UUID(), id, seq, CONCAT('t', seq), 'COMPLETED', 1 FROM runbook_run, seq_1_to_2
            """)
        .update();

    int removed = purge("oldRunbookRuns");

    // 400 days are kept, of 1,500 that ended.
    assertThat(count("runbook_run")).isEqualTo(300 + 500);
    assertThat(count("runbook_run WHERE ended_at IS NULL")).isEqualTo(500);
    assertThat(count("runbook_task")).isEqualTo(2 * (300 + 500));
    assertThat(removed).isEqualTo(3 * 1200);
  }

  @Test
  void forgetsLedgerEntriesThatWereDecidedLongAgo() {
    scheduler
        .jdbc()
        .sql(
            """
            INSERT INTO ledger (occurrence, origin, system, runbook, due_at, decided_at, outcome,
                                reason, triggered_by, instance)
            SELECT UUID(), 'SCHEDULE', 'dms', 'r', '2020-01-01', UTC_TIMESTAMP(6) - INTERVAL seq DAY,
                   'STARTED', 'due', 'schedule', 'i'
              FROM seq_1_to_2000
            """)
        .update();

    assertThat(purge("oldLedgerEntries")).isEqualTo(1601);
    assertThat(count("ledger")).isEqualTo(399);
  }

  private int purge(String name) {
    Purge purge = instance.getBean(name, Purge.class);
    int removed = 0;
    int last = MOST;
    while (last == MOST) {
      last = purge.purge(MOST);
      removed += last;
    }
    return removed;
  }

  private int count(String from) {
    return scheduler.jdbc().sql("SELECT COUNT(*) FROM " + from).query(Integer.class).single();
  }
}
