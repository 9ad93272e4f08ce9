package dev.upkeep.database.indexes;

import dev.upkeep.system.database.TargetSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns for which foreign keys need an index, on both of their ends. */
final class ForeignKeyColumns {

  private ForeignKeyColumns() {}

  static List<List<String>> of(TargetSession session, String table) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    session
        .sql(
            """
            SELECT CONCAT('from ', CONSTRAINT_NAME) AS name, COLUMN_NAME AS column_name,
                   ORDINAL_POSITION AS position
              FROM information_schema.KEY_COLUMN_USAGE
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = :table
               AND REFERENCED_TABLE_NAME IS NOT NULL
            UNION ALL
            SELECT CONCAT('to ', CONSTRAINT_SCHEMA, '.', TABLE_NAME, '.', CONSTRAINT_NAME),
                   REFERENCED_COLUMN_NAME, ORDINAL_POSITION
              FROM information_schema.KEY_COLUMN_USAGE
             WHERE REFERENCED_TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME = :table
             ORDER BY name, position
            """)
        .param("table", table)
        .query(
            row -> {
              keys.computeIfAbsent(row.getString("name"), name -> new ArrayList<>())
                  .add(row.getString("column_name"));
            });
    return List.copyOf(keys.values());
  }
}
