package dev.upkeep.database.advice;

import dev.upkeep.database.query.TableAccess;
import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An index that a query would profit from: first the columns that are compared with single values,
 * then one that is compared with a range or sorted by.
 *
 * @param table not quoted
 * @param parts its columns in order
 * @param reason why, for people
 */
public record IndexAdvice(String table, List<Index.Part> parts, String reason) {

  private static final int MOST_COLUMNS = 4;

  /** Of a smaller table all rows are read as quickly as an index is. */
  private static final long WORTHWHILE_ROWS = 1000;

  public IndexAdvice {
    parts = List.copyOf(parts);
  }

  /**
   * Thinks of one for the first table that the query goes through whole.
   *
   * @param sql the query, as sent or without literals; nothing of its literals is kept
   * @param plan how the server goes about it now
   * @param tables the database's tables by name
   */
  public static Optional<IndexAdvice> forQuery(
      String sql, List<TableAccess> plan, Function<String, Optional<Table>> tables) {
    Optional<SimpleSelect> select = SimpleSelect.parse(sql);
    if (select.isEmpty()) {
      return Optional.empty();
    }
    for (TableAccess access : plan) {
      Optional<Table> table =
          aliased(select.get(), access.table()).flatMap(tables).filter(Table::isInnoDb);
      if (table.isPresent() && access.readsAll() && access.rows() >= WORTHWHILE_ROWS) {
        Optional<IndexAdvice> advice = forTable(select.get(), access, table.get());
        if (advice.isPresent()) {
          return advice;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> aliased(SimpleSelect select, String alias) {
    return select.tables().entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(alias))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Optional<IndexAdvice> forTable(
      SimpleSelect select, TableAccess access, Table table) {
    boolean alone = select.tables().size() == 1;
    List<Index.Part> equal = new ArrayList<>();
    List<Index.Part> last = new ArrayList<>();
    for (SimpleSelect.Condition condition : select.conditions()) {
      if (isOf(condition.qualifier(), access.table(), alone)) {
        Optional<Index.Part> part = part(table, condition.column(), false);
        part.ifPresent(p -> addOnce(condition.equal() ? equal : last, p));
      }
    }
    last.removeIf(part -> equal.stream().anyMatch(part::same));
    String by = "compares ";
    if (last.isEmpty() && select.limited()) {
      List<Index.Part> sorted = sortedBy(select, access.table(), table, alone);
      by = sorted.isEmpty() ? by : "compares or sorts by ";
      last.addAll(sorted);
    } else if (last.size() > 1) {
      last.subList(1, last.size()).clear();
    }
    List<Index.Part> parts = new ArrayList<>(equal);
    parts.addAll(last);
    if (parts.isEmpty() || parts.size() > MOST_COLUMNS || served(table, parts)) {
      return Optional.empty();
    }
    return Optional.of(
        new IndexAdvice(
            table.name(),
            parts,
            "it reads all of about %d rows and %s%s"
                .formatted(access.rows(), by, Index.sql(parts))));
  }

  private static boolean isOf(String qualifier, String alias, boolean alone) {
    return qualifier.equalsIgnoreCase(alias) || (qualifier.isEmpty() && alone);
  }

  private static Optional<Index.Part> part(Table table, String name, boolean descending) {
    return table
        .column(name)
        .filter(column -> isShort(column))
        .map(column -> new Index.Part(column.name(), 0, descending));
  }

  /** Long text makes indexes that cost more than they help; a person can choose a length. */
  private static boolean isShort(Column column) {
    String type = column.dataType();
    return !type.endsWith("text")
        && !type.endsWith("blob")
        && !type.equals("json")
        && column.characters() <= 255;
  }

  private static void addOnce(List<Index.Part> parts, Index.Part part) {
    if (parts.stream().noneMatch(part::same)) {
      parts.add(part);
    }
  }

  /** All in one direction, or not at all: then an index is read forwards or backwards. */
  private static List<Index.Part> sortedBy(
      SimpleSelect select, String alias, Table table, boolean alone) {
    List<Index.Part> parts = new ArrayList<>();
    for (SimpleSelect.Ordered ordered : select.order()) {
      Optional<Index.Part> part = part(table, ordered.column(), false);
      if (part.isEmpty()
          || !isOf(ordered.qualifier(), alias, alone)
          || ordered.descending() != select.order().getFirst().descending()) {
        return List.of();
      }
      addOnce(parts, part.get());
    }
    return parts;
  }

  /** An index that begins with one of these columns is there, and the server does not want it. */
  private static boolean served(Table table, List<Index.Part> parts) {
    return table.indexes().stream()
        .filter(index -> index.isBtree() && !index.ignored())
        .anyMatch(
            index ->
                index.beginsWith(parts)
                    || (parts.size() == 1 && index.parts().getFirst().same(parts.getFirst()))
                    || (index.isPrimary() && index.parts().getFirst().same(parts.getFirst())));
  }

  /** What an index of this advice could be called. */
  public String name() {
    String name =
        "idx_" + table + "_" + String.join("_", parts.stream().map(Index.Part::column).toList());
    return name.length() <= 64 ? name : name.substring(0, 64);
  }
}
