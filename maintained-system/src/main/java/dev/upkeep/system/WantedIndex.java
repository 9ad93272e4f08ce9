package dev.upkeep.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What operators want of an index.
 *
 * @param name the index's name, not quoted
 * @param table the table's name, not quoted
 * @param action whether it is to be there
 */
public record WantedIndex(String name, String table, Action action) {

  /** What to tell a person whose definition could not be read. */
  public static final String REMEDY =
      "Write 'name on table (column, column)', each column as in status, title(20) or at desc";

  private static final String IDENTIFIER =
      "(?:`(?:[^`]|``){1,128}`|[0-9A-Za-z$_\\u0080-\\uFFFF]{1,64})";

  private static final Pattern DEFINITION =
      Pattern.compile(
          "\\s*(?<name>%1$s)\\s+on\\s+(?<table>%1$s)\\s*\\((?<columns>.*)\\)\\s*"
              .formatted(IDENTIFIER),
          Pattern.CASE_INSENSITIVE);

  private static final Pattern COLUMN =
      Pattern.compile("\\G\\s*((?:`(?:[^`]|``)*`|[^,`])+)(?:,|$)");

  /**
   * Reads a definition written on one line: {@code idx_rfas on rfas (status, created_at desc)}; odd
   * names stand in backticks.
   */
  public static Optional<WantedIndex> parse(String text) {
    Matcher definition = DEFINITION.matcher(text);
    if (!definition.matches()) {
      return Optional.empty();
    }
    String columns = definition.group("columns");
    List<IndexPart> parts = new ArrayList<>();
    int end = 0;
    for (Matcher column = COLUMN.matcher(columns); column.find(); end = column.end()) {
      Optional<IndexPart> part = IndexPart.parse(column.group(1));
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts.add(part.get());
    }
    return parts.isEmpty() || end < columns.length() || columns.stripTrailing().endsWith(",")
        ? Optional.empty()
        : Optional.of(
            new WantedIndex(
                bare(definition.group("name")),
                bare(definition.group("table")),
                new Action.Create(parts)));
  }

  private static String bare(String identifier) {
    return identifier.startsWith("`")
        ? identifier.substring(1, identifier.length() - 1).replace("``", "`")
        : identifier;
  }

  /** What is to become of the index. */
  public sealed interface Action {

    /** It is to be there with these columns, in this order. */
    record Create(List<IndexPart> columns) implements Action {
      public Create {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
          throw new IllegalArgumentException("an index has columns");
        }
      }
    }

    /** It may go, after a trial in which the optimizer ignores it. */
    record Drop() implements Action {}
  }
}
