package dev.upkeep.database.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LatencyWatchTest {

  @Test
  void endsALongStatementWhenSmallOnesBecomeSlowOrItsTimeIsUpAndNoOther() throws Exception {
    try (TestDatabase database = TestDatabase.withGrantsOf("database.optimize")) {
      database.execute("CREATE TABLE t (id INT PRIMARY KEY)");
      try (TargetSession session =
          database.door(ZoneOffset.UTC).named("dms", "database").open(Duration.ofSeconds(5))) {
        Table table = Tables.in(session).require("t");

        var hour = Duration.ofHours(1);
        try (var watch = new LatencyWatch(session, table, Duration.ZERO, hour)) {
          assertThatThrownBy(() -> slept(session, 30)).hasStackTraceContaining("interrupted");
          assertThat(watch.whyEnded()).isEqualTo("small queries took longer than 0 ms meanwhile");
        }
        try (var watch = new LatencyWatch(session, table, hour, Duration.ofMillis(500))) {
          assertThatThrownBy(() -> slept(session, 30)).hasStackTraceContaining("interrupted");
          assertThat(watch.whyEnded()).isEqualTo("it takes longer than the 0 s that were left");
        }
        try (var watch = new LatencyWatch(session, table, hour, hour)) {
          assertThat(slept(session, 1)).as("left alone").isZero();
          assertThat(watch.whyEnded()).isEmpty();
        }
      }
    }
  }

  private static int slept(TargetSession session, int seconds) {
    return session
        .sql("SELECT SLEEP(:seconds)")
        .param("seconds", seconds)
        .query(Integer.class)
        .single();
  }
}
