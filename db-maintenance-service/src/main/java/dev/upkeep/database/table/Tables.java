package dev.upkeep.database.table;

import dev.upkeep.database.table.Column.Generation;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables of the database that a session is in, read at once. Upkeep's own are left out. */
public final class Tables {

  /** What Upkeep keeps on the target. */
  private static final Set<String> OWN = Set.of("upkeep_fences", "upkeep_receipts", "upkeep_files");

  private final String schema;
  private final Map<String, Table> byName;

  private Tables(String schema, Map<String, Table> byName) {
    this.schema = schema;
    this.byName = byName;
  }

  /** Reads them. */
  public static Tables in(TargetSession session) {
    Map<String, List<Column>> columns = columns(session);
    Map<String, List<Index>> indexes = indexes(session);
    Map<String, Table> tables = new LinkedHashMap<>();
    session
        .sql(
            """
            SELECT TABLE_NAME, TABLE_TYPE, ENGINE, ROW_FORMAT, CREATE_OPTIONS, TABLE_ROWS,
                   DATA_LENGTH, INDEX_LENGTH, DATA_FREE, CREATE_TIME
              FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = DATABASE()
             ORDER BY TABLE_NAME
            """)
        .query(
            row -> {
              String name = row.getString("TABLE_NAME");
              if (!OWN.contains(name)) {
                tables.put(
                    name,
                    table(
                        row,
                        columns.getOrDefault(name, List.of()),
                        indexes.getOrDefault(name, List.of())));
              }
            });
    return new Tables(session.database().schema(), tables);
  }

  /** All of them, views too. */
  public List<Table> all() {
    return List.copyOf(byName.values());
  }

  public Optional<Table> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** A table that must be there. */
  public Table require(String name) throws TargetProblem {
    Table table = byName.get(name);
    if (table == null) {
      throw TargetProblem.lasting(
          "There is no table '%s' in the database '%s'.".formatted(name, schema), remedyFor(name));
    }
    return table;
  }

  private String remedyFor(String name) {
    String likely =
        byName.keySet().stream()
            .filter(
                known ->
                    known.equalsIgnoreCase(name)
                        || known.startsWith(name)
                        || name.startsWith(known))
            .map(known -> "'" + known + "'")
            .collect(Collectors.joining(" or "));
    return likely.isEmpty()
        ? "Correct the name, or grant SELECT on the table: without it, it cannot be seen"
        : "Did you mean " + likely + "?";
  }

  private static Table table(ResultSet row, List<Column> columns, List<Index> indexes)
      throws SQLException {
    return new Table(
        row.getString("TABLE_NAME"),
        row.getString("TABLE_TYPE"),
        text(row, "ENGINE"),
        text(row, "ROW_FORMAT"),
        text(row, "CREATE_OPTIONS"),
        row.getLong("TABLE_ROWS"),
        row.getLong("DATA_LENGTH"),
        row.getLong("INDEX_LENGTH"),
        row.getLong("DATA_FREE"),
        Optional.ofNullable(row.getTimestamp("CREATE_TIME")).map(Timestamp::toLocalDateTime),
        columns,
        indexes);
  }

  private static Map<String, List<Column>> columns(TargetSession session) {
    Map<String, List<Column>> columns = new LinkedHashMap<>();
    session
        .sql(
            """
            SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT,
                   CHARACTER_SET_NAME, COLLATION_NAME, NUMERIC_PRECISION, NUMERIC_SCALE,
                   DATETIME_PRECISION, EXTRA
              FROM information_schema.COLUMNS
             WHERE TABLE_SCHEMA = DATABASE()
             ORDER BY TABLE_NAME, ORDINAL_POSITION
            """)
        .query(
            row -> {
              columns
                  .computeIfAbsent(row.getString("TABLE_NAME"), name -> new ArrayList<>())
                  .add(column(row));
            });
    return columns;
  }

  private static Column column(ResultSet row) throws SQLException {
    String extra = text(row, "EXTRA").toUpperCase(Locale.ROOT);
    boolean nullable = row.getString("IS_NULLABLE").equals("YES");
    return new Column(
        row.getString("COLUMN_NAME"),
        row.getString("DATA_TYPE").toLowerCase(Locale.ROOT),
        row.getString("COLUMN_TYPE"),
        nullable,
        Optional.ofNullable(row.getString("CHARACTER_SET_NAME")),
        Optional.ofNullable(row.getString("COLLATION_NAME")),
        row.getInt("NUMERIC_PRECISION"),
        row.getInt("NUMERIC_SCALE"),
        row.getInt("DATETIME_PRECISION"),
        nullable || row.getString("COLUMN_DEFAULT") != null || extra.contains("AUTO_INCREMENT"),
        extra.contains("VIRTUAL")
            ? Generation.VIRTUAL
            : extra.contains("GENERATED") ? Generation.STORED : Generation.NONE);
  }

  private static Map<String, List<Index>> indexes(TargetSession session) {
    Map<String, Map<String, Index>> indexes = new LinkedHashMap<>();
    session
        .sql(
            """
            SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, INDEX_TYPE, COLUMN_NAME, SUB_PART,
                   COLLATION, IGNORED
              FROM information_schema.STATISTICS
             WHERE TABLE_SCHEMA = DATABASE()
             ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX
            """)
        .query(
            row -> {
              var part =
                  new Index.Part(
                      row.getString("COLUMN_NAME"),
                      row.getInt("SUB_PART"),
                      "D".equals(row.getString("COLLATION")));
              var index =
                  new Index(
                      row.getString("INDEX_NAME"),
                      row.getInt("NON_UNIQUE") == 0,
                      row.getString("INDEX_TYPE"),
                      row.getString("IGNORED").equals("YES"),
                      List.of(part));
              indexes
                  .computeIfAbsent(row.getString("TABLE_NAME"), name -> new LinkedHashMap<>())
                  .merge(index.name(), index, Tables::joined);
            });
    Map<String, List<Index>> sorted = new LinkedHashMap<>();
    indexes.forEach(
        (table, byName) ->
            sorted.put(
                table,
                byName.values().stream()
                    .sorted(Comparator.comparing((Index index) -> !index.isPrimary()))
                    .toList()));
    return sorted;
  }

  private static Index joined(Index first, Index more) {
    List<Index.Part> parts = new ArrayList<>(first.parts());
    parts.addAll(more.parts());
    return new Index(first.name(), first.unique(), first.type(), first.ignored(), parts);
  }

  private static String text(ResultSet row, String column) throws SQLException {
    String value = row.getString(column);
    return value == null ? "" : value;
  }
}
