package dev.upkeep.database.advice;

import dev.upkeep.database.query.TableAccess;
import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An index that a query would profit from: first the columns that are compared with single values,
 * then one that is compared with a range or those sorted by.
 *
 * @param table not quoted
 * @param parts its columns in order
 * @param singles how many of them, from the first, are compared with single values: their order
 *     does not matter
 * @param reason why, for people
 */
public record IndexAdvice(String table, List<Index.Part> parts, int singles, String reason) {

  private static final int MOST_COLUMNS = 4;

  /** Of a smaller table all rows are read as quickly as an index is. */
  private static final long WORTHWHILE_ROWS = 1000;

  /** Who wants more of the rows than this is better off reading all. */
  private static final double FEW_PERCENT = 20;

  public IndexAdvice {
    parts = List.copyOf(parts);
  }

  /**
   * Thinks of one for the first table of which the query reads much more than it needs.
   *
   * @param sql the query, as sent or without literals; nothing of its literals is kept
   * @param plan how the server goes about it now, or went about it
   * @param tables the database's tables by name
   */
  public static Optional<IndexAdvice> forQuery(
      String sql, List<TableAccess> plan, Function<String, Optional<Table>> tables) {
    List<SimpleSelect> selects = SimpleSelect.in(sql);
    for (TableAccess access : plan) {
      for (SimpleSelect select : selects) {
        Optional<IndexAdvice> advice =
            select
                .named(access.table())
                .flatMap(tables)
                .filter(table -> table.isInnoDb() && access.rows() >= WORTHWHILE_ROWS)
                .flatMap(table -> forTable(select, access, table, isFirst(select, plan, access)));
        if (advice.isPresent()) {
          return advice;
        }
      }
    }
    return Optional.empty();
  }

  /** Those that are left when each one is gone whose queries another one serves as well. */
  public static List<IndexAdvice> withoutDoubles(List<IndexAdvice> all) {
    List<IndexAdvice> longestFirst =
        all.stream()
            .sorted(Comparator.comparingInt((IndexAdvice one) -> one.parts().size()).reversed())
            .toList();
    List<IndexAdvice> kept = new ArrayList<>();
    for (IndexAdvice one : longestFirst) {
      if (kept.stream().noneMatch(other -> other.serves(one))) {
        kept.add(one);
      }
    }
    return kept;
  }

  /** Whether the query that another index was advised for is served by this one too. */
  public boolean serves(IndexAdvice other) {
    if (!table.equals(other.table) || other.parts.size() > parts.size()) {
      return false;
    }
    List<Index.Part> mine = parts.subList(0, other.singles);
    boolean same = other.parts.subList(0, other.singles).stream().allMatch(p -> has(mine, p));
    for (int i = other.singles; same && i < other.parts.size(); i++) {
      same = parts.get(i).same(other.parts.get(i));
    }
    return same;
  }

  /**
   * Those of one table. What a join compares the first table with is not known yet when that is
   * read; if nothing else is asked of it, the server may well read another one first.
   */
  private static List<SimpleSelect.Condition> conditions(
      SimpleSelect select, String alias, boolean first) {
    List<SimpleSelect.Condition> all =
        select.conditions().stream()
            .filter(condition -> isOf(condition.qualifier(), alias, isAlone(select)))
            .toList();
    List<SimpleSelect.Condition> known =
        all.stream().filter(one -> one.joinedTo().flatMap(select::named).isEmpty()).toList();
    return first && !known.isEmpty() ? known : all;
  }

  private static boolean isAlone(SimpleSelect select) {
    return select.tables().size() == 1;
  }

  private static List<Index.Part> parts(
      Table table, List<SimpleSelect.Condition> conditions, boolean equal) {
    List<Index.Part> parts = new ArrayList<>();
    conditions.stream()
        .filter(condition -> condition.equal() == equal)
        .flatMap(condition -> part(table, condition.column(), false).stream())
        .forEach(part -> addOnce(parts, part));
    return parts;
  }

  /** Whether a table is read before all others of its SELECT. */
  private static boolean isFirst(SimpleSelect select, List<TableAccess> plan, TableAccess access) {
    return plan.stream()
        .filter(one -> select.named(one.table()).isPresent())
        .findFirst()
        .filter(access::equals)
        .isPresent();
  }

  private static boolean has(List<Index.Part> parts, Index.Part part) {
    return parts.stream().anyMatch(part::same);
  }

  private static Optional<IndexAdvice> forTable(
      SimpleSelect select, TableAccess access, Table table, boolean first) {
    List<SimpleSelect.Condition> conditions = conditions(select, access.table(), first);
    List<Index.Part> equal = parts(table, conditions, true);
    List<Index.Part> last = parts(table, conditions, false);
    last.removeIf(part -> has(equal, part));
    boolean ordered = last.isEmpty() && select.limited();
    if (ordered) {
      last.addAll(sortedBy(select, access.table(), table, isAlone(select)));
      last.removeIf(part -> has(equal, part));
      ordered = !last.isEmpty();
    } else if (last.size() > 1) {
      last.subList(1, last.size()).clear();
    }
    List<Index.Part> parts = new ArrayList<>(equal);
    parts.addAll(last);
    if (parts.isEmpty()
        || parts.size() > MOST_COLUMNS
        || served(table, parts)
        || !pays(access, table, parts, ordered || !first)) {
      return Optional.empty();
    }
    return Optional.of(
        new IndexAdvice(
            table.name(),
            parts,
            equal.size(),
            "it reads %s about %d rows and %s%s"
                .formatted(
                    access.readsAll() ? "all of" : "through " + access.key(),
                    access.rows(),
                    ordered ? "compares or sorts by " : "compares ",
                    Index.sql(parts))));
  }

  /**
   * Whether far fewer rows would be read than are read now.
   *
   * @param unfiltered whether the share of rows that passed says nothing: they are taken in order
   *     until there are enough, or are filtered by a join
   */
  private static boolean pays(
      TableAccess access, Table table, List<Index.Part> parts, boolean unfiltered) {
    boolean wantsFew = access.passingPercent().map(passing -> passing <= FEW_PERCENT).orElse(true);
    if (access.readsAll()) {
      return wantsFew || unfiltered;
    }
    // An index is used: only what begins with its first column and goes on is better for certain.
    Optional<Index> used = table.index(access.key());
    return access.passingPercent().isPresent()
        && wantsFew
        && used.isPresent()
        && has(parts, used.get().parts().getFirst())
        && parts.stream().anyMatch(part -> !has(used.get().parts(), part));
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
