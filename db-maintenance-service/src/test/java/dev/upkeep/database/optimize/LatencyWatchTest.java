package dev.upkeep.database.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.ServiceSchema;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.system.database.LeftConnections;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LatencyWatchTest {

  @Test
  void endsALongStatementWhenSmallOnesBecomeSlowOrItsTimeIsUpAndNoOther() throws Exception {
    try (TestDatabase database = TestDatabase.withGrantsOf("database.optimize")) {
      database.execute("CREATE TABLE t (id INT PRIMARY KEY)");
      TargetDatabases door = database.door(ZoneOffset.UTC);
      StepContext context = run(door).context(1);
      try (TargetSession session = door.named("dms", "database").open(Duration.ofSeconds(5))) {
        Table table = Tables.in(session).require("t");

        var hour = Duration.ofHours(1);
        try (var watch = new LatencyWatch(context, session, table, Duration.ZERO, hour)) {
          assertThatThrownBy(() -> slept(session, 30)).hasStackTraceContaining("interrupted");
          assertThat(watch.whyEnded()).isEqualTo("small queries took longer than 0 ms meanwhile");
        }
        try (var watch = new LatencyWatch(context, session, table, hour, Duration.ofMillis(500))) {
          assertThatThrownBy(() -> slept(session, 30)).hasStackTraceContaining("interrupted");
          assertThat(watch.whyEnded()).isEqualTo("it takes longer than the 0 s that were left");
        }
        try (var watch = new LatencyWatch(context, session, table, hour, hour)) {
          assertThat(slept(session, 1)).as("left alone").isZero();
          assertThat(watch.whyEnded()).isEmpty();
        }
      }
    }
  }

  @Test
  void theConnectionOfAWatchThatStandsStillIsEndedWithItsRun() throws Exception {
    try (TestDatabase database = TestDatabase.withGrantsOf("database.optimize")) {
      database.execute("CREATE TABLE t (id INT PRIMARY KEY)");
      TargetDatabases door = database.door(ZoneOffset.UTC);
      RunByHand run = run(door);
      try (TargetSession session = door.named("dms", "database").open(Duration.ofSeconds(5))) {
        Table table = Tables.in(session).require("t");
        var hour = Duration.ofHours(1);
        try (var watch = new LatencyWatch(run.context(1), session, table, hour, hour)) {
          assertThat(connections(database)).isEqualTo(2);
          new LeftConnections(door).end(run.run(), run.held());
          // The one that ended it goes too.
          Awaitility.await().until(() -> connections(database) == 1);
          assertThat(watch.whyEnded()).isEmpty();
        }
        assertThat(slept(session, 0)).as("whose statement was watched").isZero();
      }
    }
  }

  private static RunByHand run(TargetDatabases door) {
    return new RunByHand(
        new OptimizeTask(door, ServiceSchema.none()),
        new OptimizeParameters("20%", "5s", "6d", "30m", "10s", "5m", List.of()),
        Clock.systemUTC());
  }

  private static long connections(TestDatabase database) {
    return database
        .sql("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = :user")
        .param("user", database.account())
        .query(Long.class)
        .single();
  }

  private static int slept(TargetSession session, int seconds) {
    return session
        .sql("SELECT SLEEP(:seconds)")
        .param("seconds", seconds)
        .query(Integer.class)
        .single();
  }
}
