package dev.upkeep.chassis.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.database.Purge;
import dev.upkeep.chassis.task.Steps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is forgotten of runs, and what never is. */
class OldRunsTest {
  private static final Duration RETENTION = Duration.ofDays(400);

  @AutoClose private final RunBench bench = new RunBench();
  private final Scripted task = new Scripted();

  private Purge yearsLater() {
    Clock later = Clock.offset(bench.clock, Duration.ofDays(401));
    return OldRuns.ROWS.after(RETENTION, bench.jdbc, bench.transactions, later);
  }

  private Purge now() {
    return OldRuns.ROWS.after(RETENTION, bench.jdbc, bench.transactions, bench.clock);
  }

  private UUID completed() {
    task.steps = Steps.version(1).then(task.repeatable("one")).then(task.repeatable("two"));
    UUID run = bench.begin(task);
    bench.awaitState(run, RunState.COMPLETED);
    return run;
  }

  @Test
  void goWithTheirJournalsOnceTheyEndedLongAgo() {
    completed();
    assertThat(now().purge(500)).isZero();
    assertThat(count("task_run")).isEqualTo(1);

    long rows = count("task_run") + count("step_journal");
    assertThat(yearsLater().purge(500)).isEqualTo((int) rows);

    assertThat(count("task_run")).isZero();
    assertThat(count("step_journal")).isZero();
  }

  @Test
  void goAFewRowsAtATimeHoweverLongAJournalIs() {
    UUID run = completed();
    long rows = 1 + count("step_journal");
    assertThat(rows).isGreaterThan(3);

    Purge purge = yearsLater();
    long removed = 0;
    int last = 3;
    while (last == 3) {
      last = purge.purge(3);
      assertThat(last).isLessThanOrEqualTo(3);
      removed += last;
      boolean journalIsLeft = count("step_journal") > 0;
      assertThat(new TaskRuns(bench.jdbc).find(run).isPresent() || !journalIsLeft).isTrue();
    }

    assertThat(removed).isEqualTo(rows);
    assertThat(count("task_run")).isZero();
  }

  @Test
  void stayForAsLongAsTheyHaveNotEnded() {
    RunBench.Bench worker = bench.worker(RunObserver.none(), task);
    UUID accepted = bench.accept(worker, bench.due(Scripted.KIND, Map.of()));
    UUID asking = bench.accept(worker, bench.due(Scripted.KIND, Map.of()));
    bench
        .jdbc
        .sql("UPDATE task_run SET state = 'NEEDS_OPERATOR' WHERE run_id = :run")
        .param("run", asking.toString())
        .update();

    assertThat(yearsLater().purge(500)).isZero();

    assertThat(bench.state(accepted)).isEqualTo(RunState.ACCEPTED);
    assertThat(bench.state(asking)).isEqualTo(RunState.NEEDS_OPERATOR);
  }

  @Test
  void areFoundByAnIndex() {
    bench
        .jdbc
        .sql(
            """
            INSERT INTO task_run (run_id, runbook_run_id, system_name, runbook, task, kind, component, dry_run,
                access, parameters, system_hash, correlation_id, triggered_by, scheduled_for,
                start_before, run_limit_s, state, claimable_at, accepted_at, ended_at)
            SELECT UUID(), UUID(), 's', 'r', 't', 'k', 'c', FALSE, 'WRITES', '{}', 'h', UUID(), 'schedule',
                NOW(), NOW(), 1, 'COMPLETED', '9999-12-31', NOW(), '2026-01-01' + INTERVAL seq MINUTE
              FROM seq_1_to_5000
            """)
        .update();
    bench.jdbc.sql("ANALYZE TABLE task_run").query().listOfRows();

    List<Map<String, Object>> plan =
        bench
            .jdbc
            .sql("EXPLAIN " + OldRuns.ROWS.choosing())
            .param("before", Columns.of(Instant.parse("2026-01-01T02:00:00Z")))
            .param("most", 500)
            .query()
            .listOfRows();

    assertThat(plan).singleElement().extracting(step -> step.get("key")).isEqualTo("task_run_age");
  }

  private long count(String table) {
    return bench.jdbc.sql("SELECT COUNT(*) FROM " + table).query(Long.class).single();
  }
}
