package dev.upkeep.database.dump;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

/**
 * What tells whether two tables hold the same rows, in whatever order.
 *
 * @param rows how many
 * @param digest the sum, modulo nothing, of the first 64 bits of each row's MD5; decimal. A row
 *     that is there twice counts twice
 */
public record TableDigest(long rows, String digest) {

  /** Names the way it is computed; digests of different ways must not be compared. */
  public static final String METHOD = "sum-of-md5-64/1";

  private static final TableDigest EMPTY = new TableDigest(0, "0");

  /** What the server computes of each row: an unsigned number of 64 bits. */
  static String ofRow(DumpTable table) {
    return "CAST(CONV(LEFT(MD5(%s), 16), 16, 10) AS UNSIGNED)"
        .formatted(
            table.columns().stream()
                .map(DumpColumn::digest)
                .collect(Collectors.joining(", '|', ", "CONCAT(", ")")));
  }

  /** Computed by the server that has the table. */
  public static TableDigest of(DumpSession session, DumpTable table) throws SQLException {
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
                  .formatted(ofRow(table), table.sql()))) {
        answer.next();
        return new TableDigest(answer.getLong(1), answer.getBigDecimal(2).toPlainString());
      }
    }
  }
}
