package dev.upkeep.database.rows;

import dev.upkeep.database.table.Column;
import dev.upkeep.system.database.Quoted;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What tells whether rows are the same rows, in whatever order: the sum of the first 64 bits of
 * each row's MD5. Computed by the server, of the values' bytes, so that text is not converted.
 */
public final class RowDigest {

  private RowDigest() {}

  /**
   * The expression for one row: 16 hexadecimal digits, for {@link Sealed.Sum}.
   *
   * @param owner what stands before the columns' names, with its point; may be empty
   */
  public static String ofRow(List<Column> columns, String owner) {
    return columns.stream()
        .map(column -> "IFNULL(%s, '~')".formatted(value(column, owner)))
        .collect(Collectors.joining(", '|', ", "LEFT(MD5(CONCAT(", ")), 16)"));
  }

  /** The expression for all rows of a group. */
  public static String ofRows(List<Column> columns, String owner) {
    return "CAST(COALESCE(SUM(CAST(CONV(%s, 16, 10) AS UNSIGNED)), 0) AS CHAR)"
        .formatted(ofRow(columns, owner));
  }

  private static String value(Column column, String owner) {
    String value = owner + Quoted.identifier(column.name());
    return switch (column.dataType()) {
      case "tinyint",
          "smallint",
          "mediumint",
          "int",
          "bigint",
          "decimal",
          "year",
          "date",
          "time",
          "datetime",
          "timestamp" ->
          value;
      // The server prints a FLOAT with six digits; as a DOUBLE it has all of them.
      case "float", "double" -> "CAST(%s AS DOUBLE)".formatted(value);
      case "bit" -> value + " + 0";
      case "char", "varchar", "tinytext", "text" ->
          withLength(value, "CAST(%s AS BINARY)".formatted(value));
      case "binary", "varbinary", "tinyblob", "blob" -> withLength(value, value);
      // What is put together has to stay below max_allowed_packet.
      case "mediumtext", "longtext", "json", "mediumblob", "longblob" -> "MD5(%s)".formatted(value);
      case "enum", "set", "uuid", "inet4", "inet6" ->
          "HEX(CAST(%s AS CHAR CHARACTER SET utf8mb4))".formatted(value);
      default -> "HEX(%s)".formatted(value);
    };
  }

  /** With its length in front no value can pass for two. */
  private static String withLength(String value, String bytes) {
    return "CONCAT(LENGTH(%s), ':', %s)".formatted(value, bytes);
  }
}
