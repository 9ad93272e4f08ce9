package dev.upkeep.database.performance;

import dev.upkeep.database.slowlog.QueryClasses;
import dev.upkeep.system.database.TargetSession;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Classes of statements as {@code performance_schema} sums them up since the server started: no
 * single call is kept there, so none can be explained, and the greatest time stands for the 95th
 * percentile.
 */
final class Digests {

  private Digests() {}

  /**
   * The classes seen since an instant.
   *
   * @param before how slow each known class was, by its id
   */
  static List<SlowClass> since(
      TargetSession session, Instant since, int worst, Map<String, Long> before) {
    return session
        .sql(
            """
            SELECT DIGEST_TEXT, COUNT_STAR, SUM_TIMER_WAIT DIV 1000000 AS total_micros,
                   MAX_TIMER_WAIT DIV 1000000 AS max_micros, SUM_ROWS_EXAMINED, SUM_ROWS_SENT
              FROM performance_schema.events_statements_summary_by_digest
             WHERE SCHEMA_NAME = DATABASE() AND DIGEST_TEXT IS NOT NULL
               AND LAST_SEEN >= FROM_UNIXTIME(:since)
             ORDER BY SUM_TIMER_WAIT DESC
             LIMIT :worst
            """)
        .param("since", since.getEpochSecond())
        .param("worst", worst)
        .query(
            (row, number) -> {
              String text = QueryClasses.normalised(row.getString("DIGEST_TEXT"));
              String id = QueryClasses.id(text);
              return new SlowClass(
                  id,
                  SlowClass.shown(text),
                  SlowClass.news(before, id, row.getLong("max_micros")),
                  row.getLong("COUNT_STAR"),
                  row.getLong("total_micros"),
                  row.getLong("max_micros"),
                  row.getLong("SUM_ROWS_EXAMINED"),
                  row.getLong("SUM_ROWS_SENT"),
                  List.of());
            })
        .list();
  }
}
