package dev.upkeep.system;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One column of an index, as people write it: {@code status}, {@code title(20)}, {@code created_at
 * desc}; a name with blanks, commas or parentheses in it goes into backticks.
 *
 * @param column not quoted
 * @param prefix how many characters of it are indexed; 0 for all
 * @param descending whether it is sorted from the greatest to the least
 */
public record IndexPart(String column, int prefix, boolean descending) {

  /** What to tell a person whose column could not be read. */
  public static final String REMEDY =
      "Write a column, with a length or an order if need be: status, title(20), created_at desc;"
          + " odd names in backticks";

  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:`(?<quoted>(?:[^`]|``){1,128})`|(?<bare>[0-9A-Za-z$_\\u0080-\\uFFFF]{1,64}))"
              + "\\s*(?:\\((?<prefix>[1-9]\\d{0,3})\\))?(?:\\s+(?<order>asc|desc))?",
          Pattern.CASE_INSENSITIVE);

  public static Optional<IndexPart> parse(String text) {
    Matcher part = WRITTEN.matcher(text.strip());
    if (!part.matches()) {
      return Optional.empty();
    }
    String quoted = part.group("quoted");
    String prefix = part.group("prefix");
    String order = part.group("order");
    return Optional.of(
        new IndexPart(
            quoted == null ? part.group("bare") : quoted.replace("``", "`"),
            prefix == null ? 0 : Integer.parseInt(prefix),
            order != null && order.toLowerCase(Locale.ROOT).equals("desc")));
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    boolean bare = column.matches("[0-9A-Za-z$_\\u0080-\\uFFFF]{1,64}");
    return (bare ? column : "`" + column.replace("`", "``") + "`")
        + (prefix > 0 ? "(" + prefix + ")" : "")
        + (descending ? " desc" : "");
  }
}
