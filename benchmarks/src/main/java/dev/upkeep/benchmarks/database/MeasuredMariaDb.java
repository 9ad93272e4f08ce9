package dev.upkeep.benchmarks.database;

import dev.upkeep.database.sandbox.ClientOptions;
import dev.upkeep.embedded.Folders;
import dev.upkeep.embedded.LoopbackPort;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import dev.upkeep.system.BackupPolicy;
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
public final class MeasuredMariaDb implements AutoCloseable {

  /** What tasks call the system that it is part of. */
  public static final String SYSTEM = "benchmark";

  /** What tasks call it. */
  public static final String COMPONENT = "database";

  /** The database. */
  public static final String SCHEMA = "app";

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
    return start(program, MariaDbSettings.small());
  }

  /** As above, as large as the settings say. */
  public static MeasuredMariaDb start(Optional<Path> program, MariaDbSettings settings)
      throws IOException {
    Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
    Path folder = Files.createTempDirectory(target, "database-");
    ServerCache cache = ServerCache.ofUser();
    EmbeddedMariaDb server =
        EmbeddedMariaDb.start(
            folder.resolve("server"),
            program
                .map(mariadbd -> MariaDbInstallation.ofSystem(mariadbd, cache))
                .orElseGet(() -> MariaDbInstallation.bundled(cache)),
            settings);
    server.createSchema(SCHEMA, "upkeep", PASSWORD, "ALL PRIVILEGES");
    var measured = new MeasuredMariaDb(folder, server);
    measured.execute("GRANT PROCESS ON *.* TO 'upkeep'@'127.0.0.1'");
    return measured;
  }

  /** A connection as the application has them. */
  public Connection application() throws SQLException {
    Connection connection = server.connectAsRoot();
    connection.setCatalog(SCHEMA);
    return connection;
  }

  /** Runs statements as an administrator. */
  public void execute(String... statements) {
    try (Connection connection = application();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The server's. */
  public String version() throws SQLException {
    try (Connection connection = application();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT VERSION()")) {
      row.next();
      return row.getString(1);
    }
  }

  /** What MariaDB's own programs need to reach it. */
  public ClientOptions clientOptions() {
    return new ClientOptions(LoopbackPort.HOST, server.port(), "upkeep", PASSWORD);
  }

  TargetDatabases door() {
    return door(Optional.empty());
  }

  /** The door that tasks have to it, with backups. */
  public TargetDatabases door(Optional<BackupPolicy> backup) {
    var component =
        new MariaDbComponent(
            COMPONENT,
            server.jdbcUrl(SCHEMA),
            "upkeep",
            new SecretReference.InEnvironment("DB_PASSWORD"),
            Optional.empty(),
            List.of(),
            backup,
            Tuning.none(),
            Throttle.USUAL,
            Optional.empty());
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
