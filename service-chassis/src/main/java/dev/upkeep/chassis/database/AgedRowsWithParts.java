package dev.upkeep.chassis.database;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Rows that are removed, with the rows that belong to them, once they ended long enough ago. The
 * parts go first, so that one batch never removes more rows than it was told, however many parts
 * one row has.
 *
 * @param what for the log, as in {@code runs that ended long ago}
 * @param table whose rows end
 * @param id its key, a UUID
 * @param endedAt the instant of the end, in UTC; NULL before; it needs an index
 * @param parts the tables with what belongs to it
 */
public record AgedRowsWithParts(
    String what, String table, String id, String endedAt, List<Part> parts) {

  public AgedRowsWithParts {
    parts = List.copyOf(parts);
  }

  /**
   * A table of parts.
   *
   * @param owner the column with the id of the row that it belongs to; it needs an index
   */
  public record Part(String table, String owner) {}

  /** The oldest rows that are to go; what another instance removes at this moment is left out. */
  public String choosing() {
    return """
    SELECT %s FROM %s
     WHERE %s < :before
     ORDER BY %s
     LIMIT :most
       FOR UPDATE SKIP LOCKED
    """
        .formatted(id, table, endedAt, endedAt);
  }

  /** Removes them when they ended longer ago than this. */
  public Purge after(Duration retention, JdbcClient jdbc, Transactions transactions, Clock clock) {
    return new Purge() {
      @Override
      public String what() {
        return what;
      }

      @Override
      public int purge(int most) {
        return transactions.inTransaction(
            () -> {
              List<String> old =
                  jdbc.sql(choosing())
                      .param("before", Columns.of(clock.instant().minus(retention)))
                      .param("most", most)
                      .query(String.class)
                      .list();
              return old.isEmpty() ? 0 : remove(jdbc, old, most);
            });
      }
    };
  }

  private int remove(JdbcClient jdbc, List<String> old, int most) {
    int removed = 0;
    for (Part part : parts) {
      removed += delete(jdbc, part.table(), part.owner(), old, most - removed);
      if (removed == most) {
        return most;
      }
    }
    return removed + delete(jdbc, table, id, old, most - removed);
  }

  private static int delete(
      JdbcClient jdbc, String table, String column, List<String> ids, int most) {
    return jdbc.sql("DELETE FROM %s WHERE %s IN (:ids) LIMIT :most".formatted(table, column))
        .param("ids", ids)
        .param("most", most)
        .update();
  }
}
