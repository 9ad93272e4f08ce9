package dev.upkeep.systemtest;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** The platform's own tables, as an administrator sees them. */
final class StageTables {
  static final List<String> COUNTED =
      List.of(
          "upkeep_scheduler.runbook_run",
          "upkeep_scheduler.runbook_task",
          "upkeep_db.task_run",
          "upkeep_scheduler.ledger",
          "upkeep_notification.delivery",
          "upkeep_scheduler.known_task",
          "upkeep_scheduler.quarantine",
          "upkeep_db.quarantine",
          "upkeep_deploy.task_run",
          "upkeep_deploy.quarantine",
          "upkeep_notification.quarantine");

  private StageTables() {}

  /** Runbook runs, their tasks, task runs, the ledger, deliveries, known tasks, quarantines. */
  static List<Long> counts(Stage stage) throws SQLException {
    List<Long> counts = new ArrayList<>();
    for (String what : COUNTED) {
      counts.add(number(stage, "SELECT COUNT(*) FROM " + what));
    }
    return counts;
  }

  static long number(Stage stage, String sql) throws SQLException {
    try (Connection connection = stage.mariaDb().connectAsRoot();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Gives every value of every table of the platform to the reader, with its table and column. */
  static void readAll(Stage stage, BiConsumer<String, byte[]> reader) throws SQLException {
    try (Connection connection = stage.mariaDb().connectAsRoot()) {
      for (String table : tables(connection)) {
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
          ResultSetMetaData columns = rows.getMetaData();
          while (rows.next()) {
            for (int column = 1; column <= columns.getColumnCount(); column++) {
              byte[] value = bytes(rows, column, columns.getColumnType(column));
              if (value != null) {
                reader.accept(table + "." + columns.getColumnName(column), value);
              }
            }
          }
        }
      }
    }
  }

  private static byte[] bytes(ResultSet rows, int column, int type) throws SQLException {
    boolean binary =
        Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB).contains(type);
    if (binary) {
      return rows.getBytes(column);
    }
    String text = rows.getString(column);
    return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> tables(Connection connection) throws SQLException {
    String sql =
        """
        SELECT CONCAT('`', table_schema, '`.`', table_name, '`')
          FROM information_schema.tables
         WHERE table_schema LIKE 'upkeep\\_%' AND table_type = 'BASE TABLE'
        """;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> tables = new ArrayList<>();
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
      return tables;
    }
  }
}
