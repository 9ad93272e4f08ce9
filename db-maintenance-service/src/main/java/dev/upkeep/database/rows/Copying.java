package dev.upkeep.database.rows;

import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetSession;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Copies rows from one table to another on the server. */
public final class Copying {

  private Copying() {}

  /**
   * Copies.
   *
   * @param columns those that are written
   * @param digested those that count in the digest
   * @param rows what follows FROM,
   * @param parameters what is bound in it
   * @return what was written, as the server says it, and not as it was read
   */
  public static Sealed rows(
      TargetSession session,
      Table into,
      List<Column> columns,
      Table from,
      List<Column> digested,
      String rows,
      Map<String, ?> parameters) {
    var sum = new Sealed.Sum();
    session
        .sql(
            """
            INSERT INTO %1$s (%2$s)
            SELECT %3$s FROM %4$s
            RETURNING %5$s
            """
                .formatted(
                    into.sql(),
                    Quoted.identifiers(columns.stream().map(Column::name).toList()),
                    columns.stream()
                        .map(column -> from.sql() + "." + Quoted.identifier(column.name()))
                        .collect(Collectors.joining(", ")),
                    rows,
                    RowDigest.ofRow(digested, "")))
        .params(parameters)
        .query(
            row -> {
              sum.add(row.getString(1));
            });
    return sum.sealed();
  }
}
