package dev.upkeep.database.restoretest;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.system.database.Quoted;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code CHECK TABLE} of everything that a copy of a server has; its answers are rows. */
final class TableChecks {

  private final StepContext context;
  private final Connection connection;

  TableChecks(StepContext context, Connection connection) {
    this.context = context;
    this.connection = connection;
  }

  private record Name(String schema, String table) {
    String sql() {
      return Quoted.identifier(schema) + "." + Quoted.identifier(table);
    }
  }

  /** What is wrong, table by table. */
  List<String> complaints() throws SQLException, StopRequested {
    List<String> complaints = new ArrayList<>();
    List<Name> tables = tables();
    for (Name table : tables) {
      context.safePoint("before-check");
      context.progress(
          0.6 + 0.2 * tables.indexOf(table) / tables.size(), "checking " + table.sql());
      complaint(table)
          .ifPresent(
              what ->
                  complaints.add(
                      "table '%s.%s': %s".formatted(table.schema(), table.table(), what)));
    }
    return complaints;
  }

  private List<Name> tables() throws SQLException {
    List<Name> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES
                 WHERE TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')
                   AND TABLE_SCHEMA NOT IN
                       ('mysql', 'sys', 'information_schema', 'performance_schema')
                 ORDER BY TABLE_SCHEMA, TABLE_NAME
                """)) {
      while (row.next()) {
        tables.add(new Name(row.getString(1), row.getString(2)));
      }
    }
    return tables;
  }

  private Optional<String> complaint(Name table) throws SQLException {
    List<String> said = new ArrayList<>();
    boolean well = false;
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery("CHECK TABLE " + table.sql())) {
        while (row.next()) {
          String type = row.getString("Msg_type");
          String text = row.getString("Msg_text");
          well |= type.equalsIgnoreCase("status") && text.equals("OK");
          if (!type.equalsIgnoreCase("status") && !type.equalsIgnoreCase("note")) {
            said.add(text);
          } else if (!text.equals("OK")) {
            said.add(text);
          }
        }
      }
    }
    return well ? Optional.empty() : Optional.of(String.join("; ", said));
  }
}
