package dev.upkeep.benchmarks.database;

import dev.upkeep.embedded.Folders;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.Throttle;
import dev.upkeep.system.Tuning;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server with one database, and the door that tasks have to it. */
final class MeasuredMariaDb implements AutoCloseable {

  static final String SYSTEM = "benchmark";
  static final String COMPONENT = "database";

  private static final String SCHEMA = "app";
  private static final String PASSWORD = "for-this-benchmark-only";

  private final Path folder;
  private final EmbeddedMariaDb server;

  private MeasuredMariaDb(Path folder, EmbeddedMariaDb server) {
    this.folder = folder;
    this.server = server;
  }

  /**
   * Starts one in a new folder below the working directory's {@code target}.
   *
   * @param program the {@code mariadbd} to measure; the bundled one where it is empty
   */
  static MeasuredMariaDb start(Optional<Path> program) throws IOException {
    Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
    Path folder = Files.createTempDirectory(target, "database-");
    ServerCache cache = ServerCache.ofUser();
    EmbeddedMariaDb server =
        EmbeddedMariaDb.start(
            folder.resolve("server"),
            program
                .map(mariadbd -> MariaDbInstallation.ofSystem(mariadbd, cache))
                .orElseGet(() -> MariaDbInstallation.bundled(cache)),
            MariaDbSettings.small());
    server.createSchema(SCHEMA, "upkeep", PASSWORD, "ALL PRIVILEGES");
    var measured = new MeasuredMariaDb(folder, server);
    measured.execute("GRANT PROCESS ON *.* TO 'upkeep'@'127.0.0.1'");
    return measured;
  }

  /** A connection as the application has them. */
  Connection application() throws SQLException {
    Connection connection = server.connectAsRoot();
    connection.setCatalog(SCHEMA);
    return connection;
  }

  /** Runs statements as an administrator. */
  void execute(String... statements) {
    try (Connection connection = application();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  String version() throws SQLException {
    try (Connection connection = application();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT VERSION()")) {
      row.next();
      return row.getString(1);
    }
  }

  TargetDatabases door() {
    var component =
        new MariaDbComponent(
            COMPONENT,
            server.jdbcUrl(SCHEMA),
            "upkeep",
            new SecretReference.InEnvironment("DB_PASSWORD"),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Tuning.none(),
            Throttle.USUAL);
    var system =
        new MaintainedSystem(
            SYSTEM, "Benchmark", Map.of(COMPONENT, component), List.of(), List.of(), "hash");
    return new TargetDatabases(
        name -> Optional.of(system),
        new Secrets(Map.of("DB_PASSWORD", PASSWORD)),
        Duration.ofDays(400));
  }

  @Override
  public void close() throws IOException {
    server.close();
    Folders.deleteIfThere(folder);
  }
}
