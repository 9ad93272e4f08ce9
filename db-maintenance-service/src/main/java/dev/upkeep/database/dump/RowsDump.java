package dev.upkeep.database.dump;

import dev.upkeep.chassis.task.StopRequested;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows of a table as INSERT statements, a row at a time: a table of any size fits. With each
 * row the server says its digest, so that the table is read once.
 */
final class RowsDump {

  /**
   * Well below the smallest max_allowed_packet in use; a longer row gets a statement of its own.
   */
  private static final int STATEMENT_BYTES = 512 * 1024;

  private static final int ROWS_BETWEEN_LOOKS = 2000;

  /** Rows without long values take 64 KB at most. */
  private static final int FETCH = 100;

  private static final byte[] NULL = "NULL".getBytes(StandardCharsets.US_ASCII);

  private final DumpSession session;
  private final DumpTable table;
  private final DigestMethod method;
  private final DigestSum sum = new DigestSum();

  RowsDump(DumpSession session, DumpTable table, DigestMethod method) {
    this.session = session;
    this.table = table;
    this.method = method;
  }

  /** Is told how many rows were written, and may stop it. */
  @FunctionalInterface
  interface Pace {
    void rows(long written) throws StopRequested;
  }

  /** Answers how many rows and bytes were written, and the sum of what the server digested. */
  Written write(OutputStream out, Pace pace) throws SQLException, IOException, StopRequested {
    var text = new SqlText(out);
    text.text(Scripts.rowsHeader(table.name()));
    long rows = table.columns().isEmpty() ? 0 : rows(text, pace);
    text.text("COMMIT;\n").flush();
    return new Written(rows, text.size(), sum.toString());
  }

  record Written(long rows, long bytes, String digest) {}

  private long rows(SqlText text, Pace pace) throws SQLException, IOException, StopRequested {
    List<DumpColumn> columns = table.columns();
    String select =
        columns.stream().map(DumpColumn::read).collect(Collectors.joining(", ", "SELECT ", ", "))
            + method.ofRow(table)
            + " FROM "
            + table.sql();
    String insert =
        columns.stream()
            .map(DumpColumn::sql)
            .collect(Collectors.joining(", ", "INSERT INTO " + table.sql() + " (", ") VALUES\n("));
    try (Statement statement = session.connection().createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setFetchSize(table.hasLongValues() ? 1 : FETCH);
      long count = 0;
      try (ResultSet row = statement.executeQuery(select)) {
        try {
          long began = Long.MIN_VALUE;
          while (row.next()) {
            if (began == Long.MIN_VALUE || text.size() - began > STATEMENT_BYTES) {
              text.text(count == 0 ? "" : ";\n");
              began = text.size();
              text.text(insert);
            } else {
              text.text(",\n(");
            }
            values(text, row, columns);
            sum.add(Long.parseUnsignedLong(row.getString(columns.size() + 1)));
            if (++count % ROWS_BETWEEN_LOOKS == 0) {
              pace.rows(count);
            }
          }
        } catch (SQLException | IOException | StopRequested | RuntimeException e) {
          // To close the result would read the rest of the table.
          statement.cancel();
          throw e;
        }
      }
      text.text(count == 0 ? "" : ";\n");
      return count;
    }
  }

  private static void values(SqlText text, ResultSet row, List<DumpColumn> columns)
      throws SQLException, IOException {
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        text.text(",");
      }
      DumpColumn column = columns.get(i);
      byte[] value = row.getBytes(i + 1);
      if (value == null) {
        text.bare(NULL);
      } else {
        switch (column.style()) {
          case BARE -> text.bare(value);
          case QUOTED -> text.quoted(value);
          case HEX -> text.hex(column.introducer(), value);
        }
      }
    }
    text.text(")");
  }
}
