package dev.upkeep.sample;

import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/**
 * The tables of the document system. Each is one SQL file: make it, fill it on the server, delete
 * what leaves the holes, add its indexes (last, since that is three times as fast). The rows depend
 * on nothing but their number and the instant of reference.
 */
final class SampleTables {

  /** The zone of the application's DATETIME columns. */
  static final ZoneId ZONE = ZoneId.of("Asia/Bangkok");

  private static final int AT_ONCE = 2;
  private static final Pattern END_OF_STATEMENT = Pattern.compile(";\\s*\\n");

  private final EmbeddedMariaDb mariaDb;
  private final String schema;

  SampleTables(EmbeddedMariaDb mariaDb, String schema) {
    this.mariaDb = mariaDb;
    this.schema = schema;
  }

  /** Makes all tables; the largest first, so that the end is not waiting for one of them. */
  void make(SampleSize size, Clock clock) {
    LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZONE);
    List<Callable<Void>> fillings =
        List.of(
            filling("correspondences", size.correspondences(), now),
            filling("audit_logs", size.auditLogs(), now),
            filling("attachments", size.attachments(), now),
            filling("rfas", size.rfas(), now),
            filling("workflow_instances", size.workflowInstances(), now),
            filling("notifications", size.notifications(), now),
            filling("temp_uploads", size.tempUploads(), now));
    try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Future<Void> filled : pool.invokeAll(fillings)) {
        filled.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the sample was made", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot make the sample's tables", e.getCause());
    }
  }

  private Callable<Void> filling(String table, long rows, LocalDateTime now) {
    return () -> {
      try (Connection connection = connect()) {
        try (PreparedStatement variables =
            connection.prepareStatement("SET @now = CAST(? AS DATETIME), @rows = ?")) {
          variables.setObject(1, now);
          variables.setLong(2, rows);
          variables.execute();
        }
        try (Statement statement = connection.createStatement()) {
          for (String sql : END_OF_STATEMENT.splitAsStream(file(table)).toList()) {
            statement.execute(sql);
          }
        }
      }
      return null;
    };
  }

  private static String file(String table) {
    try (InputStream sql = SampleTables.class.getResourceAsStream(table + ".sql")) {
      if (sql == null) {
        throw new IllegalStateException("No SQL file for the table " + table);
      }
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the SQL file of " + table, e);
    }
  }

  /** Counts what is there, and what of it is past its keeping time now. */
  SampleReport report(Clock clock) {
    String counts =
        """
        SELECT 'correspondences', COUNT(*), 0 FROM correspondences
        UNION ALL SELECT 'rfas', COUNT(*), 0 FROM rfas
        UNION ALL SELECT 'workflow_instances', COUNT(*), 0 FROM workflow_instances
        UNION ALL SELECT 'attachments', COUNT(*), 0 FROM attachments
        UNION ALL SELECT 'audit_logs', COUNT(*), COALESCE(SUM(created_at < ?), 0) FROM audit_logs
        UNION ALL SELECT 'audit_logs_archive', COUNT(*), 0 FROM audit_logs_archive
        UNION ALL SELECT 'notifications', COUNT(*), COALESCE(SUM(deleted_at < ?), 0) FROM notifications
        UNION ALL SELECT 'temp_uploads', COUNT(*), COALESCE(SUM(created_at < ?), 0) FROM temp_uploads
        """;
    LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZONE);
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(counts)) {
      statement.setObject(1, now.minusYears(1));
      statement.setObject(2, now.minusDays(90));
      statement.setObject(3, now.minusHours(24));
      List<SampleReport.Table> tables = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          tables.add(new SampleReport.Table(rows.getString(1), rows.getLong(2), rows.getLong(3)));
        }
      }
      return new SampleReport(tables);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot count the sample's rows", e);
    }
  }

  private Connection connect() throws SQLException {
    Connection connection = mariaDb.connectAsRoot();
    connection.setCatalog(schema);
    return connection;
  }
}
