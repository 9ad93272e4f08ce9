package dev.upkeep.embedded.mariadb;

import dev.upkeep.embedded.ChildServer;
import dev.upkeep.embedded.DataFolder;
import dev.upkeep.embedded.Folders;
import dev.upkeep.embedded.LoopbackPort;
import dev.upkeep.embedded.OwnerOnlyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real MariaDB on loopback, its data kept in a folder. The server is a child process; if it dies,
 * {@link #restart} brings it back with all that was committed.
 *
 * <p>In the folder: {@code data} (the server's own), {@code root-password} (generated, readable by
 * the owner only), {@code port}, {@code mariadbd.log}.
 */
public final class EmbeddedMariaDb implements AutoCloseable {

  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
  private static final String ACCOUNT_HOST = LoopbackPort.HOST;

  private final DataFolder folder;
  private final MariaDbInstallation installation;
  private final MariaDbSettings settings;
  private final String rootPassword;
  private final int port;
  private volatile ChildServer server;

  /**
   * Starts the server on the folder, preparing the folder at the first start; returns when it
   * answers.
   *
   * @throws dev.upkeep.embedded.DataFolderInUseException if a living process uses the folder
   * @throws dev.upkeep.embedded.ServerDidNotStartException with the end of the server's log, or the
   *     name of the system library that it misses
   */
  public static EmbeddedMariaDb start(
      Path folder, MariaDbInstallation installation, MariaDbSettings settings) {
    return start(folder, installation, settings, false);
  }

  /**
   * As above, on a data folder that came from another server and lies in {@code data} already. All
   * accounts in it go, so that nobody can sign in who could sign in there.
   */
  public static EmbeddedMariaDb startOnCopy(
      Path folder, MariaDbInstallation installation, MariaDbSettings settings) {
    return start(folder, installation, settings, true);
  }

  private static EmbeddedMariaDb start(
      Path folder, MariaDbInstallation installation, MariaDbSettings settings, boolean onCopy) {
    DataFolder held = DataFolder.open(folder);
    try {
      return new EmbeddedMariaDb(held, installation, settings, onCopy);
    } catch (IOException e) {
      held.close();
      throw new UncheckedIOException("Cannot prepare the MariaDB folder " + folder, e);
    } catch (RuntimeException e) {
      held.close();
      throw e;
    }
  }

  private EmbeddedMariaDb(
      DataFolder folder, MariaDbInstallation installation, MariaDbSettings settings, boolean onCopy)
      throws IOException {
    this.folder = folder;
    this.installation = installation;
    this.settings = settings;
    this.rootPassword = OwnerOnlyFile.secretKeptIn(folder.resolve("root-password"));
    Files.createDirectories(folder.resolve("tmp"));
    if (onCopy) {
      OwnerOnlyFile.write(folder.resolve("first-start.sql"), RootAccount.sql(rootPassword));
    } else if (!Files.exists(folder.resolve("data"))) {
      prepareData();
    }
    // First, since it would still hold the port.
    ChildServer.endLeftBehind(launch(List.of()));
    this.port = LoopbackPort.keptIn(folder.resolve("port"));
    this.server = launched();
  }

  /** The data folder appears under its name only when it is whole. */
  private void prepareData() throws IOException {
    Path unfinished = folder.resolve("data.unfinished");
    Folders.deleteIfThere(unfinished);
    Folders.copy(installation.preparedData(), unfinished);
    OwnerOnlyFile.write(folder.resolve("first-start.sql"), RootAccount.sql(rootPassword));
    Files.move(unfinished, folder.resolve("data"));
  }

  private ChildServer launched() {
    List<String> arguments =
        new ArrayList<>(MariaDbArguments.of(installation, settings, folder.path(), port));
    Path firstStart = folder.resolve("first-start.sql");
    if (Files.exists(firstStart)) {
      arguments.add("--init-file=" + firstStart);
    }
    ChildServer launched = ChildServer.start(launch(arguments));
    launched.awaitReady(this::answers, READY_LIMIT);
    try {
      Files.deleteIfExists(firstStart);
    } catch (IOException e) {
      launched.kill();
      throw new UncheckedIOException("Cannot delete " + firstStart, e);
    }
    return launched;
  }

  private ChildServer.Launch launch(List<String> arguments) {
    return new ChildServer.Launch("mariadbd", installation.server(), arguments, folder.path());
  }

  private boolean answers() {
    try (Connection connection = connectAsRoot()) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      return false;
    }
  }

  /** The address of a schema, without account or password. */
  public String jdbcUrl(String schema) {
    return "jdbc:mariadb://%s:%d/%s".formatted(LoopbackPort.HOST, port, schema);
  }

  public int port() {
    return port;
  }

  /** The server's process id; another one after each {@link #restart}. */
  public long pid() {
    return server.pid();
  }

  public boolean isAlive() {
    return server.isAlive();
  }

  /** A connection that may do everything, for preparing schemas and for tests; close it. */
  public Connection connectAsRoot() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(""), "root", rootPassword);
  }

  /** Makes the schema and an account that owns it, or sets the account's password if it exists. */
  public void createSchema(String schema, String account, String password) {
    createSchema(schema, account, password, "ALL PRIVILEGES");
  }

  /**
   * Makes the schema and an account with these rights on it and none elsewhere.
   *
   * @param privileges as in {@code GRANT … ON schema.*}: {@code "SELECT, INSERT"}
   */
  public void createSchema(String schema, String account, String password, String privileges) {
    String name = quoted(schema);
    String holder = quoted(account) + "@'" + ACCOUNT_HOST + "'";
    try (Connection connection = connectAsRoot();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE IF NOT EXISTS " + name);
      for (String verb : List.of("CREATE USER IF NOT EXISTS ", "ALTER USER ")) {
        try (PreparedStatement identified =
            connection.prepareStatement(verb + holder + " IDENTIFIED BY ?")) {
          identified.setString(1, password);
          identified.execute();
        }
      }
      statement.execute("GRANT " + privileges + " ON " + name + ".* TO " + holder);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "Cannot make the schema %s with the account %s".formatted(schema, account), e);
    }
  }

  private static String quoted(String identifier) {
    return "`" + identifier.replace("`", "``") + "`";
  }

  /** Stops the server if it is running, and starts it again on the same data and the same port. */
  public void restart() {
    server.stop(STOP_PATIENCE);
    server = launched();
  }

  /** Kills the server as a power cut would, for tests; the object lives on for {@link #restart}. */
  public void kill() {
    server.kill();
  }

  /** Stops the server cleanly and gives the folder back. */
  @Override
  public void close() {
    server.stop(STOP_PATIENCE);
    folder.close();
  }
}
