package dev.upkeep.benchmarks.archive;

import dev.upkeep.embedded.Folders;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A server with an audit table whose older half is to be archived: durable at every commit, with a
 * binary log, as a system in production has it.
 */
final class AuditServer implements AutoCloseable {
  static final String SCHEMA = "app";
  static final String USER = "app";
  static final String PASSWORD = "for-this-benchmark-only";

  private final Path folder;
  private final EmbeddedMariaDb server;
  private final int rows;

  private AuditServer(Path folder, int rows) throws SQLException {
    this.folder = folder;
    this.rows = rows;
    this.server =
        EmbeddedMariaDb.start(
            folder.resolve("mariadb"),
            MariaDbInstallation.bundled(ServerCache.ofUser()),
            MariaDbSettings.small()
                .withBufferPool("512M")
                .withArgument("--innodb-flush-log-at-trx-commit=1")
                .withArgument("--log-bin=binlog")
                .withArgument("--server-id=1")
                .withArgument("--local-infile=1")
                .withArgument("--binlog-format=ROW"));
    server.createSchema(SCHEMA, USER, PASSWORD);
    fill();
  }

  static AuditServer start(int rows) throws IOException, SQLException {
    Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
    return new AuditServer(Files.createTempDirectory(target, "benchmark-archive-"), rows);
  }

  private void fill() throws SQLException {
    execute(
        """
        CREATE TABLE documents (id INT NOT NULL PRIMARY KEY, title VARCHAR(100) NOT NULL, seen INT NOT NULL)
        """);
    execute("INSERT INTO documents SELECT seq, CONCAT('เอกสาร ', seq), 0 FROM seq_1_to_20000");
    execute(
        """
        CREATE TABLE audit_base (
          id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id INT UNSIGNED NOT NULL,
          action VARCHAR(40) NOT NULL, entity_id BIGINT UNSIGNED NOT NULL, summary VARCHAR(200) NOT NULL,
          changes TEXT NOT NULL, created_at DATETIME NOT NULL,
          KEY by_created (created_at), KEY by_user (user_id), KEY by_entity (entity_id))
          DEFAULT CHARSET = utf8mb4
        """);
    // Text of three bytes a letter at most: one of the rivals damages what is longer.
    execute(
        """
        INSERT INTO audit_base
        SELECT seq, CRC32(seq) %% 500, ELT(1 + seq %% 4, 'UPDATE', 'VIEW', 'APPROVE', 'DOWNLOAD'),
               CRC32(CONCAT('e', seq)) %% 60000, CONCAT('แก้ไขสถานะเอกสาร ', seq), REPEAT('{"status": "DRAFT"} ', 8),
               IF(seq <= %1$d / 2, UTC_TIMESTAMP() - INTERVAL 2 YEAR, UTC_TIMESTAMP() - INTERVAL 2 DAY)
                 + INTERVAL seq SECOND
          FROM seq_1_to_%1$d
        """
            .formatted(rows));
  }

  /** The tables as they are before a round. */
  void prepare() throws SQLException {
    execute("DROP TABLE IF EXISTS audit, audit_archive, upkeep_receipts, upkeep_fences");
    execute("CREATE TABLE audit LIKE audit_base");
    execute("INSERT INTO audit SELECT * FROM audit_base");
    execute("CREATE TABLE audit_archive LIKE audit_base");
    execute("RESET MASTER");
  }

  int oldRows() {
    return rows / 2;
  }

  /** How many rows there are in both tables, and how many of them are there once. */
  String census() throws SQLException {
    return text(
        """
        SELECT CONCAT(COUNT(*), '/', COUNT(DISTINCT id))
          FROM (SELECT id FROM audit UNION ALL SELECT id FROM audit_archive) AS both_tables
        """);
  }

  /** Whether every archived row is as it was. */
  boolean contentsAreRight() throws SQLException {
    return text("""
            SELECT COUNT(*) FROM audit_archive AS a JOIN audit_base AS b USING (id)
             WHERE BINARY a.summary = b.summary AND BINARY a.changes = b.changes
               AND a.created_at = b.created_at AND a.user_id = b.user_id
            """)
        .equals(String.valueOf(oldRows()));
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = server.connectAsRoot();
        Statement statement = connection.createStatement()) {
      connection.setCatalog(SCHEMA);
      statement.execute(sql);
    }
  }

  String text(String sql) throws SQLException {
    try (Connection connection = server.connectAsRoot();
        Statement statement = connection.createStatement()) {
      connection.setCatalog(SCHEMA);
      try (ResultSet row = statement.executeQuery(sql)) {
        row.next();
        return row.getString(1);
      }
    }
  }

  String url() {
    return server.jdbcUrl(SCHEMA);
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() throws IOException {
    server.close();
    Folders.deleteIfThere(folder);
  }
}
