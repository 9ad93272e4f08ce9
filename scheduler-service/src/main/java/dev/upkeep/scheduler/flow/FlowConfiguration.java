package dev.upkeep.scheduler.flow;

import dev.upkeep.chassis.database.AgedRowsWithParts;
import dev.upkeep.chassis.database.AgedRowsWithParts.Part;
import dev.upkeep.chassis.database.Purge;
import dev.upkeep.chassis.database.RetentionSettings;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.service.Phases;
import dev.upkeep.scheduler.loop.Loop;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks after runs of which nothing is heard, and forgets those that ended long ago. */
@Configuration(proxyBeanMethods = false)
class FlowConfiguration {

  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final int BATCH = 100;

  /** A run that has not ended, whatever it waits for, has no end and stays. */
  static final AgedRowsWithParts OLD_RUNS =
      new AgedRowsWithParts(
          "runbook runs that ended long ago, and their tasks",
          "runbook_run",
          "id",
          "ended_at",
          List.of(new Part("runbook_task", "runbook_run_id")));

  @Bean
  Purge oldRunbookRuns(
      RetentionSettings retention, JdbcClient jdbc, Transactions transactions, Clock clock) {
    return OLD_RUNS.after(retention.runs(), jdbc, transactions, clock);
  }

  @Bean
  Loop watchLoop(Runs runs) {
    return new Loop(
        "upkeep-watch",
        Phases.RUNS,
        () -> {
          List<UUID> overdue = runs.toWatch(BATCH);
          overdue.forEach(runs::watch);
          return overdue.size() < BATCH ? EVERY : Duration.ZERO;
        });
  }
}
