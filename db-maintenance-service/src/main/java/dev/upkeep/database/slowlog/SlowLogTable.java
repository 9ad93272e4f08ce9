package dev.upkeep.database.slowlog;

import dev.upkeep.system.database.TargetSession;

/** The table {@code mysql.slow_log}, which the server fills when {@code log_output} says TABLE. */
public final class SlowLogTable {

  /** Rows come from the server in portions, however many there are. */
  private static final int PORTION = 1000;

  private SlowLogTable() {}

  /**
   * Reads what was sent to the session's database by others than this account.
   *
   * @param sinceSeconds in seconds since 1970 UTC
   */
  public static void read(
      TargetSession session, long sinceSeconds, String account, SlowLogReader.Entries entries) {
    session
        .sql(
            """
            SELECT CONVERT(sql_text USING utf8mb4) AS sql_text, UNIX_TIMESTAMP(start_time) AS at,
                   TIME_TO_SEC(query_time) * 1000000 AS query_micros,
                   TIME_TO_SEC(lock_time) * 1000000 AS lock_micros, rows_sent, rows_examined
              FROM mysql.slow_log
             WHERE start_time >= FROM_UNIXTIME(:since) AND db IN (DATABASE(), '')
               AND user_host NOT LIKE CONCAT(:account, '[%')
            """)
        .param("since", sinceSeconds)
        .param("account", account.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%"))
        .withFetchSize(PORTION)
        .query(
            row -> {
              String statement = row.getString("sql_text");
              SlowLogEntry entry =
                  SlowLogEntry.of(
                      statement == null ? "" : statement,
                      row.getLong("at"),
                      row.getLong("query_micros"));
              entry.lockMicros = row.getLong("lock_micros");
              entry.rowsSent = row.getLong("rows_sent");
              entry.rowsExamined = row.getLong("rows_examined");
              if (entry.to > 0) {
                entries.on(entry);
              }
            });
  }
}
