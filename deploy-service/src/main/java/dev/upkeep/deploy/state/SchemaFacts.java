package dev.upkeep.deploy.state;

import dev.upkeep.system.database.TargetSession;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The definition of a database, table by table: names, types, keys, routines, triggers. What rows
 * there are is no part of it, nor the next number of an AUTO_INCREMENT.
 */
final class SchemaFacts {

  /** Each answers the name of what a row belongs to, and then what is to be known of it. */
  private static final List<String> DEFINITIONS =
      List.of(
          """
          SELECT CONCAT('table/', table_name), column_name, ordinal_position, column_type,
                 is_nullable, column_default, extra, collation_name, generation_expression
            FROM information_schema.columns
           WHERE table_schema = DATABASE()
           ORDER BY table_name, ordinal_position
          """,
          """
          SELECT CONCAT('table/', table_name), index_name, seq_in_index, column_name, sub_part,
                 non_unique, index_type
            FROM information_schema.statistics
           WHERE table_schema = DATABASE()
           ORDER BY table_name, index_name, seq_in_index
          """,
          """
          SELECT CONCAT('table/', table_name), constraint_name, referenced_table_name, update_rule,
                 delete_rule
            FROM information_schema.referential_constraints
           WHERE constraint_schema = DATABASE()
           ORDER BY table_name, constraint_name
          """,
          """
          SELECT CONCAT('view/', table_name), view_definition
            FROM information_schema.views
           WHERE table_schema = DATABASE()
           ORDER BY table_name
          """,
          """
          SELECT CONCAT('routine/', routine_name), routine_type, routine_definition
            FROM information_schema.routines
           WHERE routine_schema = DATABASE()
           ORDER BY routine_name, routine_type
          """,
          """
          SELECT CONCAT('trigger/', trigger_name), event_object_table, action_timing,
                 event_manipulation, action_order, action_statement
            FROM information_schema.triggers
           WHERE trigger_schema = DATABASE()
           ORDER BY trigger_name
          """);

  private static final String SIZES =
      """
      SELECT COALESCE(SUM(data_length + index_length), 0)
        FROM information_schema.tables
       WHERE table_schema = DATABASE()
      """;

  private SchemaFacts() {}

  static void put(
      TargetSession session, String component, Map<String, String> facts, Map<String, Long> sizes)
      throws SQLException {
    try (Statement statement = session.connection().createStatement()) {
      try (ResultSet row = statement.executeQuery("SELECT VERSION()")) {
        row.next();
        facts.put(component + "/server", "MariaDB " + row.getString(1));
      }
      Map<String, List<String>> definitions = new TreeMap<>();
      for (String query : DEFINITIONS) {
        try (ResultSet rows = statement.executeQuery(query)) {
          collect(rows, definitions);
        }
      }
      definitions.forEach((name, texts) -> facts.put(component + "/" + name, Checksum.of(texts)));
      facts.put(
          component + "/schema",
          Checksum.of(
              definitions.entrySet().stream()
                  .map(entry -> entry.getKey() + Checksum.of(entry.getValue()))
                  .toList()));
      try (ResultSet row = statement.executeQuery(SIZES)) {
        row.next();
        sizes.put(component + "/bytes", row.getLong(1));
      }
    }
  }

  private static void collect(ResultSet rows, Map<String, List<String>> into) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    while (rows.next()) {
      List<String> texts = into.computeIfAbsent(rows.getString(1), _ -> new ArrayList<>());
      for (int i = 2; i <= columns.getColumnCount(); i++) {
        texts.add(String.valueOf(rows.getString(i)));
      }
    }
  }
}
