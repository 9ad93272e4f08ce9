package dev.upkeep.database.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.cleanup.CleanupTasks;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.database.testkit.TestServer;
import dev.upkeep.database.testkit.UnrelatedQueries;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QueueWatchTest {

  private static final String CHANGE = "ALTER TABLE t WAIT 30 COMMENT 'changed', ALGORITHM=INSTANT";

  @ParameterizedTest
  @MethodSource("dev.upkeep.database.testkit.TestServer#here")
  void endsAStatementBeforeOthersFeelThatTheyQueueBehindIt(TestServer server) throws Exception {
    try (TestDatabase database = TestDatabase.withGrantsOf("database.optimize", server.server())) {
      database.execute("CREATE TABLE t (id INT PRIMARY KEY)");
      TargetDatabases door = database.door(ZoneOffset.UTC);
      StepContext context =
          new RunByHand(CleanupTasks.of(door), CleanupTasks.withBatchesOf(1), Clock.systemUTC())
              .context(1);
      try (TargetSession session = door.named("dms", "database").open(Duration.ofSeconds(5));
          Connection application = database.application();
          Statement open = application.createStatement()) {
        application.setAutoCommit(false);
        open.execute("SELECT * FROM t");

        try (var watch = new QueueWatch(context, session, Duration.ofMillis(60));
            var others = new UnrelatedQueries(database, "SELECT COUNT(*) FROM t")) {
          assertThatThrownBy(() -> session.sql(CHANGE).update())
              .hasStackTraceContaining("interrupted");
          assertThat(watch.ended()).isTrue();
          assertThat(others.longest()).isLessThan(Duration.ofSeconds(5));
        }

        application.commit();
        try (var watch = new QueueWatch(context, session, Duration.ofMillis(60))) {
          session.sql(CHANGE).update();
          assertThat(watch.ended()).isFalse();
        }
        // To end a statement that is over must not end the next one.
        database.execute("KILL QUERY " + session.id());
        assertThat(session.sql("SELECT 1").query(Integer.class).single()).isEqualTo(1);
      }
    }
  }
}
