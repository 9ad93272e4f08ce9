package dev.upkeep.database.indexes;

import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetSession;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How large an index will be, and how large one is. */
final class IndexSize {

  /** The index itself, and twice its entries while they are sorted. */
  static final int ROOM_FACTOR = 3;

  /** What InnoDB keeps beside the columns of an entry, and the share of a page that it fills. */
  private static final int OVERHEAD_BYTES = 8;

  private static final double FILLED = 15.0 / 16;

  /** So many rows tell how long the columns are. */
  private static final int SAMPLE = 1000;

  private IndexSize() {}

  /** The length of its columns and of the primary key in a sample, times InnoDB's rows. */
  static long estimate(TargetSession session, Table table, List<Index.Part> parts) {
    List<String> columns =
        Stream.concat(
                parts.stream().map(Index.Part::column),
                table.primaryKey().stream().flatMap(key -> key.columns().stream()))
            .map(Quoted::identifier)
            .distinct()
            .toList();
    double entry =
        session
            .sql(
                """
                SELECT COALESCE(AVG(%s), 0)
                  FROM (SELECT %s FROM %s LIMIT %d) AS sample
                """
                    .formatted(
                        columns.stream()
                            .map(column -> "COALESCE(LENGTH(" + column + "), 0)")
                            .collect(Collectors.joining(" + ")),
                        String.join(", ", columns),
                        table.sql(),
                        SAMPLE))
            .query(Double.class)
            .single();
    return (long) (table.rows() * (entry + OVERHEAD_BYTES) / FILLED);
  }

  /** As InnoDB's statistics tell it; 0 where the account may not see them. */
  static long actual(TargetSession session, Table table, String index) {
    if (!Grants.of(session).allow("SELECT", "mysql.innodb_index_stats")) {
      return 0;
    }
    return session
        .sql(
            """
            SELECT COALESCE(SUM(stat_value), 0) * @@innodb_page_size
              FROM mysql.innodb_index_stats
             WHERE database_name = DATABASE() AND stat_name = 'size' AND index_name = :index
               AND (table_name = :table OR table_name LIKE CONCAT(:table, '#P#%'))
            """)
        .param("index", index)
        .param("table", table.name())
        .query(Long.class)
        .single();
  }
}
