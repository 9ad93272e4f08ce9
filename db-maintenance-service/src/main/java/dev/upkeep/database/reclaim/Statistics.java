package dev.upkeep.database.reclaim;

import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.util.List;
import java.util.Optional;

/** What the optimizer knows about tables, and making it true again. */
public final class Statistics {

  /** How far the kept number of rows may be from the present one. */
  private static final double TOLERANCE = 0.1;

  /** Below this, being wrong costs nothing. */
  private static final long FEW_ROWS = 1000;

  private Statistics() {}

  /** Whether this account can see the kept statistics. */
  public static boolean visible(TargetSession session) {
    return Grants.of(session).allow("SELECT", "mysql.innodb_table_stats");
  }

  /**
   * Whether a table's kept statistics are missing, or tell another number of rows than InnoDB
   * counts along in memory. Needs {@link #visible}.
   */
  public static boolean stale(TargetSession session, Table table) {
    Optional<Long> kept =
        session
            .sql(
                """
                SELECT CAST(SUM(n_rows) AS SIGNED) FROM mysql.innodb_table_stats
                 WHERE database_name = DATABASE()
                   AND (table_name = :table OR LEFT(table_name, CHAR_LENGTH(:table) + 3) = CONCAT(:table, '#P#'))
                """)
            .param("table", table.name())
            .query(Long.class)
            .optional();
    return kept.isEmpty()
        || Math.abs(kept.get() - table.rows()) > Math.max(FEW_ROWS, table.rows() * TOLERANCE);
  }

  /**
   * Measures a table's statistics anew.
   *
   * @throws TargetProblem with what the result rows say; the statement itself does not fail
   */
  public static void analyze(TargetSession session, Table table) throws TargetProblem {
    List<AdminRow> rows = AdminRow.of(session, "ANALYZE TABLE " + table.sql());
    for (AdminRow row : rows) {
      if (row.isError()) {
        throw TargetProblem.lasting(
            "ANALYZE TABLE of '%s' says: %s.".formatted(table.name(), row.text()),
            "Look at the server's error log and CHECK TABLE %s".formatted(table.sql()));
      }
    }
  }
}
