package dev.upkeep.database.dump;

import java.util.Optional;

/**
 * What of a column goes into a row's digest, as expressions. A NULL is told from every value: a
 * tilde is in none of the marks.
 *
 * @param hashed the value, or its MD5: ASCII and never NULL
 * @param mark the value where it is short ASCII, else how long it is; never NULL
 * @param value its bytes, where they are not in the mark; never NULL
 */
record ColumnDigest(String hashed, String mark, Optional<String> value) {

  private static final String NULL = "'~'";

  /**
   * Of numbers and instants, which the server writes with digits and signs.
   *
   * @param mayBeNull whether the column's definition allows NULL: to ask costs time
   */
  static ColumnDigest ofShort(String value, boolean mayBeNull) {
    return new ColumnDigest(
        orNull("CAST(%s AS CHAR CHARACTER SET utf8mb4)".formatted(value)),
        mayBeNull ? orNull(value) : value,
        Optional.empty());
  }

  /** Of values of any length: what is put together stays below max_allowed_packet. */
  static ColumnDigest ofBytes(String value, boolean mayBeNull) {
    return ofBytes("MD5(%s)".formatted(value), "LENGTH(%s)".formatted(value), value, mayBeNull);
  }

  /** Of shapes: their bytes, and what their numbers refer to. */
  static ColumnDigest ofShape(String column, boolean mayBeNull) {
    String bytes = "ST_AsWKB(%s)".formatted(column);
    return ofBytes(
        "CONCAT(MD5(%s), ':', ST_SRID(%s))".formatted(bytes, column),
        "CONCAT(LENGTH(%s), ':', ST_SRID(%s))".formatted(bytes, column),
        bytes,
        mayBeNull);
  }

  private static ColumnDigest ofBytes(String hashed, String mark, String value, boolean mayBeNull) {
    return mayBeNull
        ? new ColumnDigest(
            orNull(hashed), orNull(mark), Optional.of("IFNULL(%s, '')".formatted(value)))
        : new ColumnDigest(orNull(hashed), mark, Optional.of(value));
  }

  private static String orNull(String value) {
    return "IFNULL(%s, %s)".formatted(value, NULL);
  }
}
