package dev.upkeep.database.brake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.cleanup.CleanupTasks;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.Throttle;
import dev.upkeep.system.Tuning;
import dev.upkeep.system.database.LeftConnections;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.secret.Secrets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real replica, that keeps up, falls behind, stops and is gone. */
class ReplicasTest {
  private static final String PASSWORD = "replicas-are-only-asked";

  @TempDir private Path folder;

  @Test
  void tellsHowFarAReplicaIsBehindAndWhyNobodyKnows() throws Exception {
    try (EmbeddedMariaDb primary = server("primary", 1);
        EmbeddedMariaDb replica = server("replica", 2)) {
      execute(
          primary,
          "CREATE USER 'upkeep'@'%' IDENTIFIED BY '" + PASSWORD + "'",
          "GRANT SLAVE MONITOR, REPLICATION SLAVE ON *.* TO 'upkeep'@'%'",
          "CREATE DATABASE app",
          "CREATE TABLE app.t (id INT PRIMARY KEY)");
      execute(
          replica,
          "CREATE USER 'upkeep'@'%' IDENTIFIED BY '" + PASSWORD + "'",
          "GRANT SLAVE MONITOR ON *.* TO 'upkeep'@'%'",
          "GRANT SELECT ON *.* TO 'upkeep'@'%'",
          "CREATE DATABASE app",
          "CREATE TABLE app.t (id INT PRIMARY KEY)");
      TargetDatabases databases = databases(primary, replica);
      var run =
          new RunByHand(
              CleanupTasks.of(databases), CleanupTasks.withBatchesOf(1), Clock.systemUTC());
      try (var replicas = new Replicas(run.context(1), databases.named("dms", "database"))) {
        assertThat(replicas.lags().getFirst().why()).isEqualTo("it does not replicate");

        follow(replica, primary, 0);
        Awaitility.await()
            .untilAsserted(
                () -> assertThat(replicas.lags().getFirst().behind()).contains(Duration.ZERO));

        execute(replica, "STOP SLAVE");
        follow(replica, primary, 3600);
        execute(primary, "INSERT INTO app.t VALUES (1)");
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(
                () ->
                    assertThat(replicas.lags().getFirst().behind().orElseThrow())
                        .isGreaterThanOrEqualTo(Duration.ofSeconds(2)));

        execute(replica, "STOP SLAVE");
        assertThat(replicas.lags().getFirst())
            .isEqualTo(Overload.Lag.unknown(replica.jdbcUrl("app"), "it does not replicate"));

        // Whoever takes the run over ends what a stopped worker has open here, and there alone.
        new LeftConnections(databases).end(run.run(), run.held());
        Awaitility.await().until(() -> connections(replica) == 0);
        assertThat(replicas.lags().getFirst().why()).isNotEmpty();
        assertThat(replicas.lags().getFirst().why()).isEqualTo("it does not replicate");

        replica.kill();
        new LeftConnections(databases).end(run.run(), run.held());
        assertThat(replicas.lags().getFirst().behind()).isEmpty();
        assertThat(replicas.lags().getFirst().why()).contains("Connecting to dms/database");
      }
    }
  }

  private EmbeddedMariaDb server(String name, int id) {
    return EmbeddedMariaDb.start(
        folder.resolve(name),
        MariaDbInstallation.bundled(ServerCache.ofUser()),
        MariaDbSettings.small()
            .withBufferPool("32M")
            .withArgument("--log-bin=binlog")
            .withArgument("--server-id=" + id));
  }

  private static void follow(EmbeddedMariaDb replica, EmbeddedMariaDb primary, int delay)
      throws SQLException {
    execute(
        replica,
        """
        CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = %d, MASTER_USER = 'upkeep',
                         MASTER_PASSWORD = '%s', MASTER_USE_GTID = no, MASTER_SSL_VERIFY_SERVER_CERT = 0,
                         MASTER_LOG_FILE = '%s', MASTER_LOG_POS = %s, MASTER_DELAY = %d
        """
            .formatted(
                primary.port(),
                PASSWORD,
                status(primary, "File"),
                status(primary, "Position"),
                delay),
        "START SLAVE");
  }

  private static String status(EmbeddedMariaDb primary, String column) throws SQLException {
    try (Connection connection = primary.connectAsRoot();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SHOW MASTER STATUS")) {
      row.next();
      return row.getString(column);
    }
  }

  private static void execute(EmbeddedMariaDb server, String... statements) throws SQLException {
    try (Connection connection = server.connectAsRoot();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private static long connections(EmbeddedMariaDb server) throws SQLException {
    try (Connection connection = server.connectAsRoot();
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = 'upkeep'"
                    + " AND COMMAND <> 'Binlog Dump'")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static TargetDatabases databases(EmbeddedMariaDb primary, EmbeddedMariaDb replica) {
    Throttle usual = Throttle.USUAL;
    var component =
        new MariaDbComponent(
            "database",
            primary.jdbcUrl("app"),
            "upkeep",
            new SecretReference.InEnvironment("PASSWORD"),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Tuning.none(),
            new Throttle(
                usual.probe(),
                usual.every(),
                usual.latencyAdded(),
                usual.threadsRunning(),
                usual.replicaLag(),
                List.of(replica.jdbcUrl("app"))),
            Optional.empty());
    var system =
        new MaintainedSystem(
            "dms", "Documents", Map.of("database", component), List.of(), List.of(), "hash");
    return new TargetDatabases(
        name -> Optional.of(system), new Secrets(Map.of("PASSWORD", PASSWORD)), Duration.ofDays(1));
  }
}
