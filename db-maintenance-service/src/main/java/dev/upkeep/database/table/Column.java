package dev.upkeep.database.table;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column.
 *
 * @param name not quoted
 * @param dataType the bare type in lower case: {@code varchar}
 * @param columnType the type in full: {@code varchar(200)}
 * @param nullable whether NULL may be in it
 * @param charset of text columns
 * @param collation of text columns
 * @param precision digits of a number, or bits
 * @param scale digits behind the point
 * @param fraction digits of a second's fraction
 * @param hasDefault whether a row can be inserted without naming it
 * @param generation whether it is computed
 */
public record Column(
    String name,
    String dataType,
    String columnType,
    boolean nullable,
    Optional<String> charset,
    Optional<String> collation,
    int precision,
    int scale,
    int fraction,
    boolean hasDefault,
    Generation generation) {

  private static final Pattern LENGTH = Pattern.compile("(?:var)?(?:char|binary)\\((\\d+)\\)");

  /** Whether a column is computed, and where its values are. */
  public enum Generation {
    /** An ordinary column. */
    NONE,
    /** Computed when it is read; in no row. */
    VIRTUAL,
    /** Computed when the row is written, and kept in it. */
    STORED
  }

  /** Of text and bytes of limited length: how many there may be; 0 for other types. */
  public int characters() {
    Matcher length = LENGTH.matcher(columnType);
    return length.lookingAt() ? Integer.parseInt(length.group(1)) : 0;
  }

  /** At most; 1 for what is no text. */
  public int bytesPerCharacter() {
    return charset
        .map(
            name ->
                switch (name) {
                  case "utf8mb4", "utf16", "utf16le", "utf32" -> 4;
                  case "utf8mb3", "utf8", "eucjpms", "ujis" -> 3;
                  case "ucs2", "gbk", "gb2312", "big5", "sjis", "cp932", "euckr" -> 2;
                  default -> 1;
                })
        .orElse(1);
  }

  /** Whether it says when, to the second or better, or the day. */
  public boolean isDate() {
    return switch (dataType) {
      case "datetime", "timestamp", "date" -> true;
      default -> false;
    };
  }
}
