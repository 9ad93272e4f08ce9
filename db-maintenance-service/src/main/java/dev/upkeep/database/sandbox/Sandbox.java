package dev.upkeep.database.sandbox;

import com.sun.management.OperatingSystemMXBean;
import dev.upkeep.embedded.Folders;
import dev.upkeep.embedded.LoopbackPort;
import dev.upkeep.embedded.OwnerOnlyFile;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import dev.upkeep.system.database.Quoted;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Supplier;

/** A server of its own, on loopback, with a generated password; gone with its data when closed. */
public final class Sandbox implements AutoCloseable {

  /** In megabytes. */
  private static final long LEAST_POOL = 128;

  /** In megabytes. */
  private static final long MOST_LOG = 256;

  private final EmbeddedMariaDb server;
  private final MariaDbInstallation installation;
  private final Path folder;

  private Sandbox(EmbeddedMariaDb server, MariaDbInstallation installation, Path folder) {
    this.server = server;
    this.installation = installation;
    this.folder = folder;
  }

  static Sandbox start(
      Path folder, MariaDbInstallation installation, int lowerCaseTableNames, long bytes)
      throws IOException {
    long pool = megabytes(bytes);
    MariaDbSettings settings =
        settings(lowerCaseTableNames, pool)
            .withArgument("--innodb-log-file-size=%dM".formatted(Math.min(pool, MOST_LOG)));
    return started(
        folder, installation, () -> EmbeddedMariaDb.start(folder, installation, settings));
  }

  /** On a data folder that came from another server. */
  static Sandbox startOnCopy(
      Path folder,
      MariaDbInstallation installation,
      int lowerCaseTableNames,
      long bytes,
      List<String> arguments)
      throws IOException {
    MariaDbSettings settings = settings(lowerCaseTableNames, megabytes(bytes));
    for (String argument : arguments) {
      settings = settings.withArgument(argument);
    }
    MariaDbSettings all = settings;
    return started(
        folder, installation, () -> EmbeddedMariaDb.startOnCopy(folder, installation, all));
  }

  private static Sandbox started(
      Path folder, MariaDbInstallation installation, Supplier<EmbeddedMariaDb> server)
      throws IOException {
    try {
      return new Sandbox(server.get(), installation, folder);
    } catch (RuntimeException e) {
      Folders.deleteIfThere(folder);
      throw e;
    }
  }

  /** A server for so many bytes reads and sorts them in memory, as far as an eighth of it goes. */
  private static long megabytes(long bytes) {
    long most =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / 8;
    return Math.max(LEAST_POOL, Math.min(bytes + (bytes >> 2), most) >> 20);
  }

  private static MariaDbSettings settings(int lowerCaseTableNames, long pool) {
    // What it holds is a copy: nothing needs to survive a crash of it.
    return MariaDbSettings.small()
        .withBufferPool(pool + "M")
        .withArgument("--innodb-flush-log-at-trx-commit=0")
        .withArgument("--innodb-doublewrite=OFF")
        // While a large table is being filled, a thread of the server would try again and again to
        // gather its statistics, and take a processor by itself.
        .withArgument("--innodb-stats-auto-recalc=OFF")
        .withArgument("--event-scheduler=OFF")
        .withArgument("--max-allowed-packet=1G")
        .withArgument("--lower-case-table-names=" + lowerCaseTableNames);
  }

  /** Makes an empty database. */
  public void createDatabase(String schema, String charset, String collation) throws SQLException {
    execute(
        "CREATE DATABASE %s CHARACTER SET %s COLLATE %s"
            .formatted(Quoted.identifier(schema), charset, collation));
  }

  /**
   * Makes the accounts that a copy's views and routines work for; nobody can sign in with them.
   *
   * @param accounts as in {@code `app`@`%`}; a role has no host
   */
  public void createDefiners(List<String> accounts, String schema) throws SQLException {
    for (String account : accounts) {
      // One that is there already is the sandbox's own administrator: it must not be locked.
      execute(
          account.contains("`@`")
              ? "CREATE USER IF NOT EXISTS " + account + " ACCOUNT LOCK"
              : "CREATE ROLE IF NOT EXISTS " + account);
      execute("GRANT ALL ON %s.* TO %s".formatted(Quoted.identifier(schema), account));
    }
  }

  /** Has the server look at a table's rows once, so that it knows how to query them. */
  public void gatherStatistics(String schema, String table) throws SQLException {
    execute("ANALYZE TABLE %s.%s".formatted(Quoted.identifier(schema), Quoted.identifier(table)));
  }

  /** A client that reads SQL into a database, as anybody would restore a backup. */
  public StockClient client() {
    return new StockClient(
        installation.client(),
        folder,
        new ClientOptions(
            LoopbackPort.HOST,
            server.port(),
            "root",
            OwnerOnlyFile.secretKeptIn(folder.resolve("root-password"))));
  }

  /** A connection that may do everything, in a database of this server; close it. */
  public Connection connect(String schema) throws SQLException {
    Connection connection = server.connectAsRoot();
    connection.setCatalog(schema);
    return connection;
  }

  /** Ends the server at once, whatever is being asked of it; it still has to be closed. */
  public void abort() {
    server.kill();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = server.connectAsRoot();
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  /** Ends the server and removes its data. */
  @Override
  public void close() throws IOException {
    server.kill();
    server.close();
    Folders.deleteIfThere(folder);
  }
}
