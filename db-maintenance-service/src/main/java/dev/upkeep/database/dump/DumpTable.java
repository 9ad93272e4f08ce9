package dev.upkeep.database.dump;

import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table whose rows can be dumped.
 *
 * @param name not quoted
 * @param engine as information_schema says it
 * @param versioned whether the server keeps the history of its rows
 * @param rows InnoDB's guess
 * @param columns those that are stored, in order
 */
public record DumpTable(
    String name, String engine, boolean versioned, long rows, List<DumpColumn> columns) {

  public DumpTable {
    columns = List.copyOf(columns);
  }

  /** The name in backticks. */
  public String sql() {
    return Quoted.identifier(name);
  }

  /** Whether a snapshot shows it as it was. */
  public boolean isTransactional() {
    return engine.equalsIgnoreCase("InnoDB");
  }

  boolean hasLongValues() {
    return columns.stream().anyMatch(DumpColumn::isLong);
  }

  /**
   * All base tables of the database, by name.
   *
   * @throws TargetProblem when a column is of a type that is not known here
   */
  public static List<DumpTable> in(DumpSession session) throws TargetProblem {
    Map<String, List<DumpColumn>> columns = columns(session);
    List<DumpTable> tables = new ArrayList<>();
    session
        .sql(
            """
            SELECT TABLE_NAME, TABLE_TYPE, COALESCE(ENGINE, '') AS ENGINE,
                   COALESCE(TABLE_ROWS, 0) AS GUESSED
              FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = DATABASE()
               AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')
             ORDER BY TABLE_NAME
            """)
        .query(
            row -> {
              String name = row.getString("TABLE_NAME");
              tables.add(
                  new DumpTable(
                      name,
                      row.getString("ENGINE"),
                      row.getString("TABLE_TYPE").equals("SYSTEM VERSIONED"),
                      row.getLong("GUESSED"),
                      columns.getOrDefault(name, List.of())));
            });
    return tables;
  }

  private static Map<String, List<DumpColumn>> columns(DumpSession session) throws TargetProblem {
    Map<String, List<DumpColumn>> columns = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    session
        .sql(
            """
            SELECT c.TABLE_NAME, c.COLUMN_NAME, c.DATA_TYPE, COALESCE(c.CHARACTER_SET_NAME, '') AS CHARSET,
                   c.IS_NULLABLE = 'YES' AS MAY_BE_NULL
              FROM information_schema.COLUMNS c
              JOIN information_schema.TABLES t USING (TABLE_SCHEMA, TABLE_NAME)
             WHERE c.TABLE_SCHEMA = DATABASE()
               AND t.TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')
               AND c.IS_GENERATED = 'NEVER' AND c.EXTRA NOT LIKE '%GENERATED%'
             ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION
            """)
        .query(
            row -> {
              String table = row.getString("TABLE_NAME");
              String column = row.getString("COLUMN_NAME");
              String type = row.getString("DATA_TYPE");
              DumpColumn.of(column, type, row.getString("CHARSET"), row.getBoolean("MAY_BE_NULL"))
                  .ifPresentOrElse(
                      known -> columns.computeIfAbsent(table, t -> new ArrayList<>()).add(known),
                      () -> unknown.add("'%s.%s' (%s)".formatted(table, column, type)));
            });
    if (!unknown.isEmpty()) {
      throw TargetProblem.lasting(
          "Columns of a type that cannot be backed up: " + String.join(", ", unknown) + ".",
          "Name their tables in 'without-rows' of the system file's 'backup', and back them up"
              + " otherwise");
    }
    return columns;
  }
}
