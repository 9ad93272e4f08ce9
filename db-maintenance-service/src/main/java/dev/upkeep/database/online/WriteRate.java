package dev.upkeep.database.online;

import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How much the whole server writes, by how its counters grow within a while. A table's own share is
 * not told by the server: all of it is the most that it can be.
 *
 * @param binlogBytes into the binary log, a second; 0 where it is off
 * @param redoBytes into InnoDB's redo log, a second
 */
public record WriteRate(double binlogBytes, double redoBytes) {

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /** To look for longer than this part of the work would only make the work longer. */
  private static final int PART = 4;

  /**
   * Looks twice.
   *
   * @param work how long that takes during which the server goes on writing
   */
  public static WriteRate measure(TargetSession session, Duration work) {
    Map<String, Long> before = counters(session);
    long started = System.nanoTime();
    session.pause(between(work));
    Map<String, Long> after = counters(session);
    double seconds = (System.nanoTime() - started) / 1e9;
    return new WriteRate(
        grown(before, after, "binlog_bytes_written") / seconds,
        grown(before, after, "innodb_os_log_written") / seconds);
  }

  private static Duration between(Duration work) {
    Duration part = work.dividedBy(PART);
    Duration most = part.compareTo(LONGEST) < 0 ? part : LONGEST;
    return most.compareTo(SHORTEST) > 0 ? most : SHORTEST;
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
