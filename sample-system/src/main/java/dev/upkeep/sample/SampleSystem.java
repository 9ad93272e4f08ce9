package dev.upkeep.sample;

import dev.upkeep.embedded.DataFolder;
import dev.upkeep.embedded.OwnerOnlyFile;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import dev.upkeep.embedded.redis.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;

/**
 * The database and cache of LCBP3-DMS, running on loopback from a folder. At the first start the
 * tables are made and filled; later starts find them as maintenance left them.
 *
 * <p>In the folder: {@code mariadb}, {@code redis}, {@code uploads}, and {@code upkeep-password},
 * the database password of the account that maintenance uses, readable by the owner only.
 */
public final class SampleSystem implements AutoCloseable {

  /** The schema of the document system. */
  public static final String SCHEMA = "lcbp3_dms";

  /** The database account that maintenance works with. */
  public static final String ACCOUNT = "upkeep";

  /**
   * What {@code database.optimize}, {@code database.cleanup} and {@code database.backup} need on
   * the schema, as their grant scripts say. A rebuild in place is ALTER, CREATE and INSERT to the
   * server.
   */
  private static final String PRIVILEGES =
      "SELECT, INSERT, DELETE, ALTER, CREATE, CREATE TEMPORARY TABLES, SHOW VIEW, EXECUTE, TRIGGER,"
          + " EVENT";

  private static final MariaDbSettings SETTINGS =
      // A redo log that takes the whole filling: no pause for a checkpoint.
      MariaDbSettings.small().withArgument("--innodb-log-file-size=256M");

  private final DataFolder folder;
  private final EmbeddedMariaDb mariaDb;
  private final EmbeddedRedis redis;
  private final SampleTables tables;
  private final Clock clock;

  /**
   * Starts the servers; at the first start on the folder makes the tables, with ages counted back
   * from the clock's instant.
   *
   * @throws dev.upkeep.embedded.DataFolderInUseException if a living process uses the folder
   */
  public static SampleSystem start(Path folder, ServerCache cache, Clock clock, SampleSize size) {
    DataFolder held = DataFolder.open(folder);
    EmbeddedMariaDb mariaDb = null;
    EmbeddedRedis redis = null;
    try {
      mariaDb =
          EmbeddedMariaDb.start(
              held.resolve("mariadb"), MariaDbInstallation.bundled(cache), SETTINGS);
      redis = EmbeddedRedis.start(held.resolve("redis"), cache);
      SampleSystem system = new SampleSystem(held, mariaDb, redis, clock);
      system.fillOnce(size);
      return system;
    } catch (RuntimeException e) {
      if (redis != null) {
        redis.close();
      }
      if (mariaDb != null) {
        mariaDb.close();
      }
      held.close();
      throw e;
    }
  }

  private SampleSystem(
      DataFolder folder, EmbeddedMariaDb mariaDb, EmbeddedRedis redis, Clock clock) {
    this.folder = folder;
    this.mariaDb = mariaDb;
    this.redis = redis;
    this.clock = clock;
    this.tables = new SampleTables(mariaDb, SCHEMA);
  }

  /** The file {@code filled} is written last: a filling that was cut short starts again. */
  private void fillOnce(SampleSize size) {
    Path filled = folder.resolve("filled");
    if (Files.exists(filled)) {
      return;
    }
    asRoot("DROP DATABASE IF EXISTS " + SCHEMA);
    mariaDb.createSchema(
        SCHEMA, ACCOUNT, OwnerOnlyFile.secretKeptIn(folder.resolve("upkeep-password")), PRIVILEGES);
    grantBeyondTheSchema();
    tables.make(size, clock);
    UploadedFiles.write(mariaDb, SCHEMA, uploads());
    try {
      Files.writeString(filled, clock.instant() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + filled, e);
    }
  }

  /**
   * To see who holds a table's lock and how full InnoDB's pages are, and to keep the fences that
   * make a late worker's writes worthless.
   */
  private void grantBeyondTheSchema() {
    String account = "'" + ACCOUNT + "'@'127.0.0.1'";
    asRoot(
        "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON %s.upkeep_fences TO %s"
            .formatted(SCHEMA, account));
    asRoot("GRANT PROCESS ON *.* TO " + account);
    asRoot("GRANT SELECT ON mysql.proc TO " + account);
    asRoot("GRANT SELECT ON mysql.innodb_index_stats TO " + account);
    asRoot("GRANT SELECT ON mysql.innodb_table_stats TO " + account);
    asRoot("GRANT SELECT ON mysql.table_stats TO " + account);
    asRoot("GRANT SELECT ON mysql.column_stats TO " + account);
  }

  private void asRoot(String sql) {
    try (Connection connection = mariaDb.connectAsRoot();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("The sample's server refused: " + sql, e);
    }
  }

  /** The address of {@link #SCHEMA}, without account or password. */
  public String jdbcUrl() {
    return mariaDb.jdbcUrl(SCHEMA);
  }

  /** Where the password of {@link #ACCOUNT} is; readable by the owner only. */
  public Path passwordFile() {
    return folder.resolve("upkeep-password");
  }

  /** The database server, for tests that kill it and for looking as root. */
  public EmbeddedMariaDb mariaDb() {
    return mariaDb;
  }

  /** The cache. */
  public EmbeddedRedis redis() {
    return redis;
  }

  /** The application's upload folder; {@code temp_uploads.file_path} is relative to it. */
  public Path uploads() {
    return folder.resolve("uploads");
  }

  /** What is in the tables now. */
  public SampleReport report() {
    return tables.report(clock);
  }

  @Override
  public void close() {
    redis.close();
    mariaDb.close();
    folder.close();
  }
}
