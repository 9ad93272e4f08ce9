package dev.upkeep.database.dump;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A connection, in a database, as everything in this package needs it: times in UTC, definitions
 * quoted, no limit on how long a statement takes. The same settings on both sides are what makes
 * digests comparable.
 */
public final class DumpSession {

  private final Connection connection;
  private final JdbcClient client;
  private final String schema;

  private DumpSession(Connection connection, String schema) {
    this.connection = connection;
    this.client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    this.schema = schema;
  }

  /** The connection is in the database already, and belongs to the caller. */
  public static DumpSession on(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          SET SESSION
            sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES',
            time_zone = '+00:00',
            sql_quote_show_create = 1,
            max_statement_time = 0,
            net_read_timeout = 3600,
            net_write_timeout = 3600
          """);
      try (ResultSet row = statement.executeQuery("SELECT DATABASE()")) {
        row.next();
        return new DumpSession(connection, row.getString(1));
      }
    }
  }

  /**
   * Fixes what this connection sees from now on: all of InnoDB as it is at this instant. It locks
   * nothing.
   */
  public Snapshot begin() throws SQLException {
    // Asked for before, so that everything committed until then is certainly seen.
    Instant at =
        client
            .sql("SELECT CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS UNSIGNED)")
            .query(Long.class)
            .optional()
            .map(micros -> Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000))
            .orElseThrow();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
    }
    return new Snapshot(at, status("binlog_snapshot_file"), status("binlog_snapshot_position"));
  }

  /** What the server says of itself and of this database. */
  public ServerFacts facts() {
    return client
        .sql(
            """
            SELECT VERSION() AS version, @@lower_case_table_names AS lower_names,
                   @@innodb_page_size AS page_size,
                   DEFAULT_CHARACTER_SET_NAME AS charset, DEFAULT_COLLATION_NAME AS collation,
                   (SELECT COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0)
                      FROM information_schema.TABLES
                     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE LIKE '%TABLE%'
                        OR TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'SYSTEM VERSIONED') AS bytes
              FROM information_schema.SCHEMATA
             WHERE SCHEMA_NAME = DATABASE()
            """)
        .query(
            (row, number) ->
                new ServerFacts(
                    row.getString("version"),
                    row.getInt("lower_names"),
                    row.getInt("page_size"),
                    row.getString("charset"),
                    row.getString("collation"),
                    row.getLong("bytes")))
        .single();
  }

  /** A place in the transaction to which {@link #release} returns. */
  void hold() throws SQLException {
    execute("SAVEPOINT upkeep");
  }

  /** Gives back the locks on definitions that reading a table took; the snapshot stays. */
  void release() throws SQLException {
    execute("ROLLBACK TO SAVEPOINT upkeep");
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Optional<String> status(String name) {
    List<String> values =
        client
            .sql("SHOW STATUS LIKE '%s'".formatted(name))
            .query((row, number) -> row.getString(2))
            .list();
    return values.stream().filter(value -> value != null && !value.isEmpty()).findFirst();
  }

  String schema() {
    return schema;
  }

  Connection connection() {
    return connection;
  }

  JdbcClient.StatementSpec sql(String sql) {
    return client.sql(sql);
  }

  /**
   * An instant fixed.
   *
   * @param at when, by the server's clock; everything committed by then is seen
   * @param binlogFile where the binary log stood, where the server writes one
   * @param binlogPosition likewise
   */
  public record Snapshot(
      Instant at, Optional<String> binlogFile, Optional<String> binlogPosition) {}

  /**
   * What a copy needs to know.
   *
   * @param version as in {@code 11.4.5-MariaDB}
   * @param lowerCaseTableNames the server's setting
   * @param pageSize InnoDB's, in bytes
   * @param charset the database's default
   * @param collation the database's default
   * @param bytes of all tables and indexes, as InnoDB reckons
   */
  public record ServerFacts(
      String version,
      int lowerCaseTableNames,
      int pageSize,
      String charset,
      String collation,
      long bytes) {

    /** The series: {@code 11.4}. */
    public String series() {
      String[] parts = version.split("\\.", 3);
      return parts[0] + "." + parts[1];
    }
  }
}
