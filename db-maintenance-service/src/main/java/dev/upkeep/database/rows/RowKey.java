package dev.upkeep.database.rows;

import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Quoted;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The primary key of a table's rows.
 *
 * @param columns of the key, in its order; empty where there is none
 */
public record RowKey(List<Column> columns) {

  /** So many keys of any length stay below the 16 MB that a statement may have by default. */
  private static final int MOST_LONG_KEYS = 2_000;

  private static final int LONG = 64;

  private static final Set<String> WHOLE_NUMBERS =
      Set.of("tinyint", "smallint", "mediumint", "int", "bigint");

  public RowKey {
    columns = List.copyOf(columns);
  }

  public static RowKey of(Table table) {
    return new RowKey(
        table.primaryKey().map(Index::columns).orElse(List.of()).stream()
            .map(table::column)
            .flatMap(Optional::stream)
            .toList());
  }

  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** How many rows a batch may have, so that their keys fit into one receipt. */
  public int most() {
    boolean isLong =
        columns.stream()
            .anyMatch(
                column ->
                    column.characters() > LONG
                        || column.dataType().endsWith("text")
                        || column.dataType().endsWith("blob"));
    return isLong ? MOST_LONG_KEYS : Integer.MAX_VALUE;
  }

  /** The column, quoted, where the key is one whole number. */
  public Optional<String> number() {
    return columns.size() == 1 && WHOLE_NUMBERS.contains(columns.getFirst().dataType())
        ? Optional.of(Quoted.identifier(columns.getFirst().name()))
        : Optional.empty();
  }

  /** A row's key as JSON, of the table's own columns. */
  public String asJson() {
    return asJson(i -> Quoted.identifier(columns.get(i).name()));
  }

  /** A key as JSON, of columns that are called otherwise. */
  public String asJson(IntFunction<String> column) {
    return "JSON_ARRAY(" + each(", ", i -> asText(columns.get(i), column.apply(i))) + ")";
  }

  /** The value of a column, from its text in {@link #asJson}. */
  public String fromText(int place, String text) {
    return isBytes(columns.get(place)) ? "UNHEX(" + text + ")" : text;
  }

  public String each(String separator, IntFunction<String> text) {
    return IntStream.range(0, columns.size()).mapToObj(text).collect(Collectors.joining(separator));
  }

  private static String asText(Column column, String value) {
    return isBytes(column) ? "HEX(" + value + ")" : "CAST(" + value + " AS CHAR)";
  }

  private static boolean isBytes(Column column) {
    return column.charset().isEmpty()
        && (column.dataType().endsWith("binary")
            || column.dataType().endsWith("blob")
            || column.dataType().equals("bit"));
  }
}
