package dev.upkeep.database.indexes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.run.Boundary;
import dev.upkeep.chassis.test.TaskResult;
import dev.upkeep.chassis.test.TaskTester;
import dev.upkeep.database.testkit.ServiceSchema;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import dev.upkeep.events.MaintenanceCompleted;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.Tuning;
import dev.upkeep.system.database.LeftConnections;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.secret.Secrets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** On a server of its own, which is killed. */
class IndexFaultsTest {

  @TempDir private Path folder;
  private EmbeddedMariaDb server;
  private ServiceSchema service;
  private TargetDatabases databases;

  @BeforeEach
  void start() throws Exception {
    server =
        EmbeddedMariaDb.start(
            folder.resolve("server"),
            MariaDbInstallation.bundled(ServerCache.ofUser()),
            MariaDbSettings.small());
    server.createSchema("app", "upkeep", "secret-of-app");
    service = new ServiceSchema();
    var component =
        new MariaDbComponent(
            "database",
            server.jdbcUrl("app"),
            "upkeep",
            new SecretReference.InEnvironment("DB_PASSWORD"),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Tuning.none());
    var system =
        new MaintainedSystem(
            "dms", "Documents", Map.of("database", component), List.of(), List.of(), "hash");
    databases =
        new TargetDatabases(
            name -> Optional.of(system),
            new Secrets(Map.of("DB_PASSWORD", "secret-of-app")),
            Duration.ofDays(400));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    service.close();
  }

  private TaskTester tester() {
    return TaskTester.of(
        new IndexApplyTask(databases, service.jdbc()),
        options -> options.system("dms").leftovers(new LeftConnections(databases)));
  }

  private void root(String... statements) throws SQLException {
    try (Connection connection = server.connectAsRoot();
        Statement statement = connection.createStatement()) {
      statement.execute("USE app");
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private List<String> indexes() throws SQLException {
    try (Connection connection = server.connectAsRoot()) {
      return JdbcClient.create(new SingleConnectionDataSource(connection, true))
          .sql(
              "SELECT INDEX_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = 'app' AND TABLE_NAME = 't' AND SEQ_IN_INDEX = 1 ORDER BY INDEX_NAME")
          .query(String.class)
          .list();
    }
  }

  @Test
  void goesOnAfterTheServerWasKilledWhileItMadeTheIndex() throws Exception {
    root(
        "CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(200) NOT NULL)",
        "INSERT INTO t SELECT seq, CONCAT(MD5(seq), REPEAT('x', 150)) FROM seq_1_to_300000");
    try (TaskTester tester = tester()) {
      TaskRunRef run = tester.begin(Map.of("indexes", List.of("by_a on t (a)")), false);
      Awaitility.await("the index is being made")
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(5))
          .until(this::altering);
      server.kill();
      server.restart();

      TaskResult result = tester.finish(run);

      assertThat(result.end()).isInstanceOf(MaintenanceCompleted.class);
      assertThat(result.evidence().values()).containsEntry("created", 1L);
      assertThat(indexes()).containsExactlyInAnyOrder("PRIMARY", "by_a");
    }
  }

  private boolean altering() throws SQLException {
    try (Connection connection = server.connectAsRoot()) {
      return JdbcClient.create(new SingleConnectionDataSource(connection, true))
              .sql(
                  "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE 'ALTER TABLE%'")
              .query(Long.class)
              .single()
          > 0;
    }
  }

  @Test
  void takesBackWhatItHasMadeWhenALaterIndexCannotBeMade() throws Exception {
    // Twice 700 characters of four bytes each are longer than a key of InnoDB can be.
    root(
        "CREATE TABLE t (id INT PRIMARY KEY, a INT, b VARCHAR(700), c VARCHAR(700)) CHARACTER SET utf8mb4");
    try (TaskTester tester = tester()) {
      TaskResult result =
          tester.run(Map.of("indexes", List.of("by_a on t (a)", "by_bc on t (b, c)")));

      assertThat(result.end())
          .isInstanceOfSatisfying(
              MaintenanceFailed.class,
              failed -> {
                assertThat(failed.reason()).contains("too long");
                assertThat(failed.report().undone()).containsExactly("create-index/t.by_a");
              });
      assertThat(indexes()).containsExactly("PRIMARY");
    }
  }

  @Test
  void knowsAfterACrashThatTheIndexIsThere() throws Exception {
    root(
        "CREATE TABLE t (id INT PRIMARY KEY, a INT)",
        "INSERT INTO t SELECT seq, seq FROM seq_1_to_1000");
    try (TaskTester tester = tester()) {
      tester.crashAt(Boundary.AFTER_EFFECT, "create-index/t.by_a");

      TaskResult result = tester.run(Map.of("indexes", List.of("by_a on t (a)")));

      assertThat(result.end()).isInstanceOf(MaintenanceCompleted.class);
      assertThat(result.evidence().values()).containsEntry("created", 1L);
      assertThat(indexes()).containsExactlyInAnyOrder("PRIMARY", "by_a");
    }
  }
}
