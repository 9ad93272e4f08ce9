package dev.upkeep.database.indexes;

import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.ServerSays;
import dev.upkeep.system.database.TargetSession;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an index costs each writer: some of the table's rows are written to a temporary table of the
 * same definition, with the index and without it, in turn. Nobody else sees that table.
 */
final class WriteCost {

  private static final String COPY = "`upkeep write cost`";
  private static final int ROWS = 500;
  private static final int ROUNDS = 3;

  private WriteCost() {}

  /** As evidence has it: microseconds for each row, or why they could not be measured. */
  static Map<String, Object> measure(TargetSession session, Table table, String index) {
    if (!Grants.of(session).allow("CREATE TEMPORARY TABLES", "schema.*")) {
      return Map.of("not-measured", "the account has no CREATE TEMPORARY TABLES");
    }
    try {
      return measured(session, table, index);
    } catch (RuntimeException e) {
      // No temporary copy can be made of a partitioned or system-versioned table.
      int code = ServerSays.in(e).orElseThrow(() -> e).getErrorCode();
      if (session.lost()) {
        throw e;
      }
      return Map.of("not-measured", "the server makes no copy of this table, error " + code);
    }
  }

  private static Map<String, Object> measured(TargetSession session, Table table, String index) {
    String columns =
        Quoted.identifiers(
            table.columns().stream()
                .filter(column -> column.generation() == Column.Generation.NONE)
                .map(Column::name)
                .toList());
    String fill =
        "INSERT INTO %1$s (%2$s) SELECT %2$s FROM %3$s LIMIT %4$d"
            .formatted(COPY, columns, table.sql(), ROWS);
    double[] with = new double[ROUNDS];
    double[] without = new double[ROUNDS];
    try {
      for (int round = 0; round < ROUNDS; round++) {
        make(session, table);
        with[round] = perRow(session, fill);
        make(session, table);
        session
            .sql("ALTER TABLE %s DROP INDEX %s".formatted(COPY, Quoted.identifier(index)))
            .update();
        without[round] = perRow(session, fill);
      }
    } finally {
      if (!session.lost()) {
        session.sql("DROP TEMPORARY TABLE IF EXISTS " + COPY).update();
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("micros-a-row-before", median(without));
    figures.put("micros-a-row-after", median(with));
    return figures;
  }

  private static void make(TargetSession session, Table table) {
    for (String statement :
        List.of(
            "DROP TEMPORARY TABLE IF EXISTS " + COPY,
            "CREATE TEMPORARY TABLE %s LIKE %s".formatted(COPY, table.sql()))) {
      session.sql(statement).update();
    }
  }

  private static double perRow(TargetSession session, String fill) {
    long started = System.nanoTime();
    int rows = session.sql(fill).update();
    return rows == 0 ? 0 : (System.nanoTime() - started) / 1000.0 / rows;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return Math.round(sorted[sorted.length / 2] * 10) / 10.0;
  }
}
