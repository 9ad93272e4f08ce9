package dev.upkeep.database.online;

import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How much the whole server writes, by how its counters grow within a second. A table's own share
 * is not told by the server: all of it is the most that it can be.
 *
 * @param binlogBytes into the binary log, a second; 0 where it is off
 * @param redoBytes into InnoDB's redo log, a second
 */
public record WriteRate(double binlogBytes, double redoBytes) {

  private static final Duration BETWEEN = Duration.ofSeconds(1);

  /** Looks twice. */
  public static WriteRate measure(TargetSession session) {
    Map<String, Long> before = counters(session);
    long started = System.nanoTime();
    session.pause(BETWEEN);
    Map<String, Long> after = counters(session);
    double seconds = (System.nanoTime() - started) / 1e9;
    return new WriteRate(
        grown(before, after, "binlog_bytes_written") / seconds,
        grown(before, after, "innodb_os_log_written") / seconds);
  }

  /** Bytes of changed rows, a second, at the most: the binary log holds little else. */
  public double changes() {
    return binlogBytes > 0 ? binlogBytes : redoBytes;
  }

  private static long grown(Map<String, Long> before, Map<String, Long> after, String counter) {
    return Math.max(0, after.getOrDefault(counter, 0L) - before.getOrDefault(counter, 0L));
  }

  private static Map<String, Long> counters(TargetSession session) {
    Map<String, Long> counters = new HashMap<>();
    session
        .sql(
            """
            SELECT VARIABLE_NAME, VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS
             WHERE VARIABLE_NAME IN ('BINLOG_BYTES_WRITTEN', 'INNODB_OS_LOG_WRITTEN')
            """)
        .query(
            row -> {
              counters.put(
                  row.getString("VARIABLE_NAME").toLowerCase(Locale.ROOT),
                  row.getLong("VARIABLE_VALUE"));
            });
    return counters;
  }
}
