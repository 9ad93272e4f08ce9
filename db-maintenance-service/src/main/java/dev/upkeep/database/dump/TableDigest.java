package dev.upkeep.database.dump;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * What tells whether two tables hold the same rows, in whatever order.
 *
 * @param rows how many
 * @param digest the sum, modulo nothing, of what a {@link DigestMethod} makes of each row; decimal.
 *     A row that is there twice counts twice
 */
public record TableDigest(long rows, String digest) {

  private static final int TABLE_GONE = 1146;
  private static final int DEFINITION_CHANGED = 1412;

  private static final TableDigest EMPTY = new TableDigest(0, "0");

  /** Computed by the server that has the table. */
  public static TableDigest of(DumpSession session, DumpTable table, DigestMethod method)
      throws SQLException {
    if (table.columns().isEmpty()) {
      return EMPTY;
    }
    try (Statement statement = session.connection().createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet answer =
          statement.executeQuery(
              """
              SELECT COUNT(*), COALESCE(SUM(%s), 0)
                FROM %s
              """
                  .formatted(method.ofRow(table), table.sql()))) {
        answer.next();
        return new TableDigest(answer.getLong(1), answer.getBigDecimal(2).toPlainString());
      }
    }
  }

  /**
   * The same in a snapshot, after which the table's definition may be changed again.
   *
   * @return nothing where the definition was changed since the snapshot, or the table is gone
   */
  public static Optional<TableDigest> inSnapshot(
      DumpSession session, DumpTable table, DigestMethod method) throws SQLException {
    session.hold();
    Optional<TableDigest> digest;
    try {
      digest = Optional.of(of(session, table, method));
    } catch (SQLException e) {
      if (e.getErrorCode() != TABLE_GONE && e.getErrorCode() != DEFINITION_CHANGED) {
        throw e;
      }
      digest = Optional.empty();
    }
    session.release();
    return digest;
  }
}
