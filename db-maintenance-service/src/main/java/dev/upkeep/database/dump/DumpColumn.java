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
 * @param digest the expression that goes into a row's digest; ASCII and never NULL
 * @param isLong whether one value may take megabytes
 */
record DumpColumn(
    String name, String read, Style style, String introducer, String digest, boolean isLong) {

  /** How a value is written. */
  enum Style {
    /** A number. */
    BARE,
    /** Text in UTF-8. */
    QUOTED,
    /** Bytes, or text of another character set: hexadecimal. */
    HEX
  }

  static Optional<DumpColumn> of(String name, String dataType, String charset) {
    String column = Quoted.identifier(name);
    return switch (dataType.toLowerCase(Locale.ROOT)) {
      case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "year" ->
          Optional.of(number(name, column));
      // The server prints a FLOAT with six digits; as a DOUBLE it has all of them.
      case "float", "double" -> Optional.of(number(name, "CAST(%s AS DOUBLE)".formatted(column)));
      case "bit" -> Optional.of(number(name, column + " + 0"));
      case "date", "time", "datetime", "timestamp" -> {
        String text = asText(column);
        yield Optional.of(
            new DumpColumn(
                name,
                text,
                Style.QUOTED,
                "",
                orNull("CAST(%s AS CHAR CHARACTER SET utf8mb4)".formatted(column)),
                false));
      }
      case "enum", "set", "uuid", "inet4", "inet6" ->
          Optional.of(
              new DumpColumn(
                  name, asText(column), Style.QUOTED, "", hashed(asText(column)), false));
      case "char", "varchar" -> Optional.of(text(name, column, charset, false));
      case "tinytext", "text", "mediumtext", "longtext", "json" ->
          Optional.of(text(name, column, charset, true));
      case "binary", "varbinary", "vector" ->
          Optional.of(new DumpColumn(name, column, Style.HEX, "", hashed(column), false));
      case "tinyblob", "blob", "mediumblob", "longblob" ->
          Optional.of(new DumpColumn(name, column, Style.HEX, "", hashed(column), true));
      case "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection" ->
          Optional.of(
              new DumpColumn(
                  name,
                  column,
                  Style.HEX,
                  "",
                  orNull("CONCAT(MD5(ST_AsWKB(%1$s)), ':', ST_SRID(%1$s))".formatted(column)),
                  true));
      default -> Optional.empty();
    };
  }

  /** The name in backticks. */
  String sql() {
    return Quoted.identifier(name);
  }

  private static DumpColumn number(String name, String value) {
    String text = "CAST(%s AS CHAR CHARACTER SET utf8mb4)".formatted(value);
    return new DumpColumn(name, text, Style.BARE, "", orNull(text), false);
  }

  /**
   * What UTF-8 holds without loss goes as it is. Text of any other character set goes as its bytes,
   * since not all of them come back from a conversion as they were.
   */
  private static DumpColumn text(String name, String column, String charset, boolean isLong) {
    return switch (charset) {
      case "utf8mb4", "utf8mb3", "utf8", "ascii" ->
          new DumpColumn(name, column, Style.QUOTED, "", hashed(column), isLong);
      default ->
          new DumpColumn(
              name,
              "CAST(%s AS BINARY)".formatted(column),
              Style.HEX,
              "_" + charset + " ",
              hashed(column),
              isLong);
    };
  }

  private static String asText(String column) {
    return "CAST(%s AS CHAR CHARACTER SET utf8mb4)".formatted(column);
  }

  /** A value of any length as 32 letters: what is put together stays below max_allowed_packet. */
  private static String hashed(String value) {
    return orNull("MD5(%s)".formatted(value));
  }

  /** A tilde is in none of the others. */
  private static String orNull(String value) {
    return "IFNULL(%s, '~')".formatted(value);
  }
}
