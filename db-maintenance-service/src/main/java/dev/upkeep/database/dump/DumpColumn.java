package dev.upkeep.database.dump;

import dev.upkeep.system.database.Quoted;
import java.util.Locale;
import java.util.Optional;

/**
 * How a column's values are read from the server, written as SQL, and digested, so that each comes
 * back as it was, to the bit.
 *
 * @param name not quoted
 * @param read the expression that is selected
 * @param style how what was read becomes a literal
 * @param introducer the character set that a literal in hexadecimal names; empty for bytes
 * @param digest what goes into a row's digest
 * @param isLong whether one value may take megabytes
 */
record DumpColumn(
    String name, String read, Style style, String introducer, ColumnDigest digest, boolean isLong) {

  /** How a value is written. */
  enum Style {
    /** A number. */
    BARE,
    /** Text in UTF-8. */
    QUOTED,
    /** Bytes, or text of another character set: hexadecimal. */
    HEX
  }

  /** Nothing for a type that is not known here. */
  static Optional<DumpColumn> of(String name, String dataType, String charset, boolean mayBeNull) {
    String column = Quoted.identifier(name);
    return switch (dataType.toLowerCase(Locale.ROOT)) {
      case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "year" ->
          Optional.of(number(name, column, mayBeNull));
      // The server prints a FLOAT with six digits; as a DOUBLE it has all of them.
      case "float", "double" ->
          Optional.of(number(name, "CAST(%s AS DOUBLE)".formatted(column), mayBeNull));
      case "bit" -> Optional.of(number(name, column + " + 0", mayBeNull));
      case "date", "time", "datetime", "timestamp" ->
          Optional.of(
              new DumpColumn(
                  name,
                  asText(column),
                  Style.QUOTED,
                  "",
                  ColumnDigest.ofShort(column, mayBeNull),
                  false));
      case "enum", "set", "uuid", "inet4", "inet6" ->
          Optional.of(
              new DumpColumn(
                  name,
                  asText(column),
                  Style.QUOTED,
                  "",
                  ColumnDigest.ofBytes(asText(column), mayBeNull),
                  false));
      case "char", "varchar" ->
          Optional.of(text(name, column, charset, ColumnDigest.ofBytes(column, mayBeNull), false));
      case "tinytext", "text", "mediumtext", "longtext", "json" ->
          Optional.of(text(name, column, charset, ColumnDigest.ofBytes(column, mayBeNull), true));
      case "binary", "varbinary", "vector" ->
          Optional.of(bytes(name, column, ColumnDigest.ofBytes(column, mayBeNull), false));
      case "tinyblob", "blob", "mediumblob", "longblob" ->
          Optional.of(bytes(name, column, ColumnDigest.ofBytes(column, mayBeNull), true));
      case "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection" ->
          Optional.of(bytes(name, column, ColumnDigest.ofShape(column, mayBeNull), true));
      default -> Optional.empty();
    };
  }

  /** The name in backticks. */
  String sql() {
    return Quoted.identifier(name);
  }

  private static DumpColumn number(String name, String value, boolean mayBeNull) {
    return new DumpColumn(
        name, asText(value), Style.BARE, "", ColumnDigest.ofShort(value, mayBeNull), false);
  }

  private static DumpColumn bytes(String name, String column, ColumnDigest digest, boolean isLong) {
    return new DumpColumn(name, column, Style.HEX, "", digest, isLong);
  }

  /**
   * What UTF-8 holds without loss goes as it is. Text of any other character set goes as its bytes,
   * since not all of them come back from a conversion as they were.
   */
  private static DumpColumn text(
      String name, String column, String charset, ColumnDigest digest, boolean isLong) {
    return switch (charset) {
      case "utf8mb4", "utf8mb3", "utf8", "ascii" ->
          new DumpColumn(name, column, Style.QUOTED, "", digest, isLong);
      default ->
          new DumpColumn(
              name,
              "CAST(%s AS BINARY)".formatted(column),
              Style.HEX,
              "_" + charset + " ",
              digest,
              isLong);
    };
  }

  private static String asText(String column) {
    return "CAST(%s AS CHAR CHARACTER SET utf8mb4)".formatted(column);
  }
}
