package dev.upkeep.database.optimize;

import dev.upkeep.database.reclaim.AdminRow;
import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.ServerSays;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the server knows of how values are spread over columns, and measuring that. */
final class Histograms {

  /** How far the rows at the last measurement may be from the present ones. */
  private static final double TOLERANCE = 0.1;

  private static final long FEW_ROWS = 1000;

  private final TargetSession session;

  Histograms(TargetSession session) {
    this.session = session;
  }

  /** Whether this account can see them. */
  static boolean visible(TargetSession session) {
    Grants grants = Grants.of(session);
    return grants.allow("SELECT", "mysql.column_stats")
        && grants.allow("SELECT", "mysql.table_stats");
  }

  /** The columns that have one, by table. */
  Map<String, Set<String>> there() {
    Map<String, Set<String>> columns = new LinkedHashMap<>();
    session
        .sql(
            """
            SELECT table_name, column_name FROM mysql.column_stats
             WHERE db_name = DATABASE() AND histogram IS NOT NULL
            """)
        .query(
            row -> {
              columns
                  .computeIfAbsent(row.getString("table_name"), table -> new LinkedHashSet<>())
                  .add(row.getString("column_name"));
            });
    return columns;
  }

  /** Whether a table has another number of rows by now than when its columns were measured. */
  boolean stale(Table table) {
    Optional<Long> measured =
        session
            .sql(
                """
                SELECT cardinality FROM mysql.table_stats
                 WHERE db_name = DATABASE() AND table_name = :table
                """)
            .param("table", table.name())
            .query(Long.class)
            .optional();
    return measured
        .filter(
            rows -> Math.abs(rows - table.rows()) > Math.max(FEW_ROWS, table.rows() * TOLERANCE))
        .isPresent();
  }

  /** Whether values of a column can be laid out in a histogram of any use. */
  static boolean suits(Column column) {
    String type = column.dataType();
    return !type.endsWith("text")
        && !type.endsWith("blob")
        && !type.equals("json")
        && !type.endsWith("geometry");
  }

  /**
   * Measures columns of a table, of a sample of its rows.
   *
   * @param longest it is left after this time
   * @return what went wrong, if something did
   */
  Optional<String> measure(Table table, List<String> columns, Duration longest) {
    session
        .sql(
            "SET SESSION analyze_sample_percentage = 0, max_statement_time = "
                + Math.max(1, longest.toMillis()) / 1000.0)
        .update();
    try {
      return AdminRow.of(
              session,
              "ANALYZE TABLE %s PERSISTENT FOR COLUMNS (%s) INDEXES ()"
                  .formatted(table.sql(), Quoted.identifiers(columns)))
          .stream()
          .filter(AdminRow::isError)
          .map(AdminRow::text)
          .findFirst();
    } catch (RuntimeException e) {
      if (session.lost() || !ServerSays.code(e, ServerSays.STATEMENT_TIMEOUT)) {
        throw e;
      }
      return Optional.of(
          "it takes longer than the %d s that were left".formatted(longest.toSeconds()));
    } finally {
      if (!session.lost()) {
        session
            .sql("SET SESSION analyze_sample_percentage = DEFAULT, max_statement_time = 0")
            .update();
      }
    }
  }
}
