package dev.upkeep.database.reclaim;

import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetSession;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Average lengths over some rows from all over a table.
 *
 * @param rows how many were looked at
 * @param rowBytes of a row in its page
 * @param offPages pages of its own that a row has
 * @param entryBytes of an entry, for each index but the clustered one
 */
record RowSample(long rows, double rowBytes, double offPages, List<Double> entryBytes) {

  private static final int PLACES = 20;
  private static final int ROWS_A_PLACE = 50;

  RowSample {
    entryBytes = List.copyOf(entryBytes);
  }

  static RowSample of(TargetSession session, Table table, RowLengths lengths) {
    List<RowSample> places = new ArrayList<>();
    Optional<Index> key = lengths.clustered();
    Optional<String> number = key.map(k -> k.columns().getFirst()).filter(c -> isWhole(table, c));
    if (number.isPresent()) {
      String column = Quoted.identifier(number.get());
      for (BigDecimal start : places(session, table, column)) {
        places.add(
            taken(
                session,
                table,
                lengths,
                "WHERE %1$s >= %2$s ORDER BY %1$s LIMIT %3$d"
                    .formatted(column, start.toPlainString(), ROWS_A_PLACE)));
      }
    } else if (key.isPresent()) {
      String columns = Quoted.identifiers(key.get().columns());
      int half = PLACES * ROWS_A_PLACE / 2;
      places.add(taken(session, table, lengths, "ORDER BY " + columns + " LIMIT " + half));
      places.add(
          taken(
              session,
              table,
              lengths,
              "ORDER BY " + columns.replace(", ", " DESC, ") + " DESC LIMIT " + half));
    } else {
      places.add(taken(session, table, lengths, "LIMIT " + PLACES * ROWS_A_PLACE));
    }
    return average(places, lengths.secondary().size());
  }

  private static boolean isWhole(Table table, String column) {
    return table.column(column).filter(c -> c.dataType().endsWith("int")).isPresent();
  }

  /** Starting points, evenly spaced between the least and the greatest key. */
  private static List<BigDecimal> places(TargetSession session, Table table, String column) {
    Map<String, Object> ends =
        session
            .sql(
                "SELECT CAST(MIN(%1$s) AS DECIMAL(20)) AS least, CAST(MAX(%1$s) AS DECIMAL(20)) AS most FROM %2$s"
                    .formatted(column, table.sql()))
            .query()
            .singleRow();
    if (!(ends.get("least") instanceof BigDecimal least)
        || !(ends.get("most") instanceof BigDecimal most)) {
      return List.of();
    }
    List<BigDecimal> starts = new ArrayList<>();
    for (int i = 0; i < PLACES; i++) {
      BigDecimal part = most.subtract(least).multiply(BigDecimal.valueOf(i));
      starts.add(least.add(part.divideToIntegralValue(BigDecimal.valueOf(PLACES))));
    }
    return starts;
  }

  private static RowSample taken(
      TargetSession session, Table table, RowLengths lengths, String which) {
    List<Index> indexes = lengths.secondary();
    var entries = new StringBuilder();
    var averages = new StringBuilder();
    for (int i = 0; i < indexes.size(); i++) {
      entries.append(", ").append(lengths.entry(indexes.get(i))).append(" AS e").append(i);
      averages.append(", AVG(e").append(i).append(") AS e").append(i);
    }
    Map<String, Object> found =
        session
            .sql(
                """
                SELECT COUNT(*) AS n,
                       AVG(IF(whole <= %1$d, whole, shortened)) AS in_row,
                       AVG(IF(whole <= %1$d, 0, off_pages)) AS off_pages
                       %2$s
                  FROM (SELECT %3$s AS whole, %4$s AS shortened, %5$s AS off_pages %6$s
                          FROM (SELECT %7$s FROM %8$s %9$s) AS some_rows) AS lengths
                """
                    .formatted(
                        lengths.mostInRow(),
                        averages,
                        lengths.whole(),
                        lengths.shortened(),
                        lengths.offPages(),
                        entries,
                        lengths.columns(),
                        table.sql(),
                        which))
            .query()
            .singleRow();
    List<Double> entryBytes = new ArrayList<>();
    for (int i = 0; i < indexes.size(); i++) {
      entryBytes.add(number(found, "e" + i));
    }
    return new RowSample(
        (long) number(found, "n"), number(found, "in_row"), number(found, "off_pages"), entryBytes);
  }

  private static double number(Map<String, Object> row, String name) {
    return row.get(name) instanceof Number number ? number.doubleValue() : 0;
  }

  private static RowSample average(List<RowSample> places, int indexes) {
    long rows = places.stream().mapToLong(RowSample::rows).sum();
    if (rows == 0) {
      return new RowSample(0, 0, 0, Collections.nCopies(indexes, 0.0));
    }
    List<Double> entryBytes = new ArrayList<>();
    for (int i = 0; i < indexes; i++) {
      int index = i;
      entryBytes.add(
          places.stream().mapToDouble(p -> p.rows * p.entryBytes.get(index)).sum() / rows);
    }
    return new RowSample(
        rows,
        places.stream().mapToDouble(p -> p.rows * p.rowBytes).sum() / rows,
        places.stream().mapToDouble(p -> p.rows * p.offPages).sum() / rows,
        entryBytes);
  }
}
