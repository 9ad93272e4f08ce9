package dev.upkeep.database.reclaim;

import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Column.Generation;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * SQL expressions for the bytes that a row takes in InnoDB's DYNAMIC and COMPACT row formats, index
 * by index. They are evaluated by the server, so rows stay there.
 */
final class RowLengths {

  /** Extra bytes and heap number of a record, and its part of the page directory. */
  private static final double RECORD = 5.4;

  /** Transaction id and roll pointer. */
  private static final int SYSTEM_COLUMNS = 13;

  private static final int HIDDEN_ROW_ID = 6;

  /** What stays in the row of a column kept on pages of its own. */
  private static final int POINTER = 20;

  private static final Pattern LENGTH = Pattern.compile("\\((\\d+)\\)");

  private final Table table;
  private final int pageBytes;

  RowLengths(Table table, int pageBytes) {
    this.table = table;
    this.pageBytes = pageBytes;
  }

  /** The index that the rows are kept in: the primary key, or the first unique one without NULL. */
  Optional<Index> clustered() {
    return table
        .primaryKey()
        .or(
            () ->
                table.indexes().stream()
                    .filter(Index::unique)
                    .filter(
                        index ->
                            index.parts().stream()
                                .allMatch(
                                    part ->
                                        part.prefix() == 0
                                            && table
                                                .column(part.column())
                                                .filter(c -> !c.nullable())
                                                .isPresent()))
                    .findFirst());
  }

  /** All indexes but the clustered one. */
  List<Index> secondary() {
    Optional<Index> clustered = clustered();
    return table.indexes().stream()
        .filter(index -> clustered.filter(index::equals).isEmpty())
        .toList();
  }

  /** Bytes of the whole row, wherever they are kept. */
  String whole() {
    return overhead() + " + " + stored(RowLengths::bytes);
  }

  /** Bytes in the row's own page when the long columns are kept elsewhere. */
  String shortened() {
    return overhead() + " + " + stored(RowLengths::shortenedBytes);
  }

  /** Pages of the columns that are kept elsewhere. */
  String offPages() {
    String pages =
        table.columns().stream()
            .filter(c -> c.generation() != Generation.VIRTUAL && isLong(c))
            .map(
                c ->
                    "IF(OCTET_LENGTH(%1$s) > %2$d, CEIL(OCTET_LENGTH(%1$s) / %3$d), 0)"
                        .formatted(Quoted.identifier(c.name()), 2 * POINTER, pageBytes - 54))
            .collect(Collectors.joining(" + "));
    return pages.isEmpty() ? "0" : "COALESCE(" + pages + ", 0)";
  }

  /** More than this in a row, and InnoDB looks for columns to move out: two rows fit on a page. */
  int mostInRow() {
    return pageBytes / 2 - 66;
  }

  /** Bytes of an entry in an index that is not the clustered one. */
  String entry(Index index) {
    List<String> terms = new ArrayList<>();
    terms.add(String.valueOf(RECORD));
    Set<String> columns = new LinkedHashSet<>();
    boolean nullable = false;
    for (Index.Part part : index.parts()) {
      Optional<Column> column = table.column(part.column());
      if (column.isPresent()) {
        columns.add(part.column());
        nullable |= column.get().nullable();
        terms.add(
            part.prefix() == 0 || !isText(column.get())
                ? bytes(column.get())
                : "COALESCE(OCTET_LENGTH(LEFT(%s, %d)) + 1, 0)"
                    .formatted(Quoted.identifier(part.column()), part.prefix()));
      }
    }
    clustered()
        .ifPresentOrElse(
            key ->
                key.columns().stream()
                    .filter(columns::add)
                    .map(table::column)
                    .flatMap(Optional::stream)
                    .forEach(column -> terms.add(bytes(column))),
            () -> terms.add(String.valueOf(HIDDEN_ROW_ID)));
    if (nullable) {
      terms.add("1");
    }
    return String.join(" + ", terms);
  }

  /** The columns that the expressions read. */
  String columns() {
    return Quoted.identifiers(table.columns().stream().map(Column::name).toList());
  }

  private String overhead() {
    long nullable =
        table.columns().stream()
            .filter(c -> c.nullable() && c.generation() != Generation.VIRTUAL)
            .count();
    double bytes =
        RECORD
            + SYSTEM_COLUMNS
            + Math.ceil(nullable / 8.0)
            + (clustered().isPresent() ? 0 : HIDDEN_ROW_ID);
    return String.valueOf(bytes);
  }

  private String stored(java.util.function.Function<Column, String> bytes) {
    return table.columns().stream()
        .filter(c -> c.generation() != Generation.VIRTUAL)
        .map(bytes)
        .collect(Collectors.joining(" + "));
  }

  private static String shortenedBytes(Column column) {
    return isLong(column)
        ? "IF(OCTET_LENGTH(%1$s) > %2$d, %3$d, %4$s)"
            .formatted(Quoted.identifier(column.name()), 2 * POINTER, POINTER + 2, bytes(column))
        : bytes(column);
  }

  private static String bytes(Column column) {
    String name = Quoted.identifier(column.name());
    if (column.dataType().equals("char")) {
      return "COALESCE(GREATEST(OCTET_LENGTH(%s), %d), 0)".formatted(name, length(column));
    }
    int fixed = fixedBytes(column);
    if (fixed > 0) {
      return column.nullable()
          ? "IF(%s IS NULL, 0, %d)".formatted(name, fixed)
          : String.valueOf(fixed);
    }
    return "COALESCE(OCTET_LENGTH(%1$s) + 1 + (OCTET_LENGTH(%1$s) > 127), 0)".formatted(name);
  }

  /** 0 for a type whose values differ in length. */
  private static int fixedBytes(Column column) {
    return switch (column.dataType()) {
      case "tinyint", "year" -> 1;
      case "smallint" -> 2;
      case "mediumint", "date" -> 3;
      case "int", "float", "inet4" -> 4;
      case "bigint", "double" -> 8;
      case "uuid", "inet6" -> 16;
      case "decimal" ->
          decimalBytes(column.precision() - column.scale()) + decimalBytes(column.scale());
      case "time" -> 3 + (column.fraction() + 1) / 2;
      case "timestamp" -> 4 + (column.fraction() + 1) / 2;
      case "datetime" -> 5 + (column.fraction() + 1) / 2;
      case "bit" -> (length(column) + 7) / 8;
      case "enum" -> 2;
      case "set" -> 8;
      case "binary" -> length(column);
      default -> 0;
    };
  }

  private static int decimalBytes(int digits) {
    int[] leftover = {0, 1, 1, 2, 2, 3, 3, 4, 4};
    return digits / 9 * 4 + leftover[digits % 9];
  }

  private static int length(Column column) {
    Matcher length = LENGTH.matcher(column.columnType());
    return length.find() ? Integer.parseInt(length.group(1)) : 1;
  }

  private static boolean isText(Column column) {
    return fixedBytes(column) == 0;
  }

  private static boolean isLong(Column column) {
    return fixedBytes(column) == 0 && !column.dataType().equals("char");
  }
}
