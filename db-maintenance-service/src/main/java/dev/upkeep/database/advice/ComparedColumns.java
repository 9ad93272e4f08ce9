package dev.upkeep.database.advice;

import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The columns of one table that a query compares with values.
 *
 * @param columns in the order in which they stand
 */
public record ComparedColumns(Table table, List<Column> columns) {

  public ComparedColumns {
    columns = List.copyOf(columns);
  }

  /**
   * Those of a table of a query; empty where the query is too much to be read.
   *
   * @param alias the table as the query and its plan call it
   * @param tables the database's tables by name
   */
  public static Optional<ComparedColumns> of(
      String sql, String alias, Function<String, Optional<Table>> tables) {
    for (SimpleSelect select : SimpleSelect.in(sql)) {
      Optional<Table> table = select.named(alias).flatMap(tables);
      if (table.isPresent()) {
        return table.map(found -> new ComparedColumns(found, columns(select, alias, found)));
      }
    }
    return Optional.empty();
  }

  private static List<Column> columns(SimpleSelect select, String alias, Table table) {
    boolean alone = select.tables().size() == 1;
    return select.conditions().stream()
        .filter(
            condition ->
                condition.qualifier().equalsIgnoreCase(alias)
                    || (condition.qualifier().isEmpty() && alone))
        .map(condition -> table.column(condition.column()))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }
}
