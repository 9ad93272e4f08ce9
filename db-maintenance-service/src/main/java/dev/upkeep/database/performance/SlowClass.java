package dev.upkeep.database.performance;

import dev.upkeep.database.query.TableAccess;
import dev.upkeep.database.slowlog.QueryClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A class of slow queries as it is reported.
 *
 * @param id sixteen digits that stay the same
 * @param statement without literals
 * @param news whether people have been told of it before
 * @param plan how the server goes about its slowest call; empty where it could not be explained
 */
record SlowClass(
    String id,
    String statement,
    News news,
    long calls,
    long totalMicros,
    long p95Micros,
    long rowsExamined,
    long rowsSent,
    List<TableAccess> plan) {

  private static final int SHOWN = 200;

  /** A class is slower when its calls take this many times what they took. */
  private static final int SLOWER_TIMES = 2;

  /** What there is to tell of a class. */
  enum News {
    /** It was never told of before. */
    NEW,
    /** It takes twice as long as when it was last told of, or longer. */
    SLOWER,
    /** It is as it was. */
    KNOWN
  }

  SlowClass {
    plan = List.copyOf(plan);
  }

  static SlowClass of(QueryClass found, News news, List<TableAccess> plan) {
    return new SlowClass(
        found.id(),
        shown(found.text()),
        news,
        found.calls(),
        found.totalMicros(),
        found.p95Micros(),
        found.rowsExamined(),
        found.rowsSent(),
        plan);
  }

  /**
   * What there is to tell of a class.
   *
   * @param before how slow each known class was when it was last news, by its id
   */
  static News news(Map<String, Long> before, String id, long micros) {
    Long known = before.get(id);
    if (known == null) {
      return News.NEW;
    }
    return micros >= known * SLOWER_TIMES && micros > 0 ? News.SLOWER : News.KNOWN;
  }

  static String shown(String statement) {
    return statement.length() <= SHOWN ? statement : statement.substring(0, SHOWN) + "…";
  }

  /** A row of the report. */
  Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("class", id);
    row.put("news", news.name().toLowerCase(Locale.ROOT));
    row.put("calls", calls);
    row.put("total-ms", totalMicros / 1000);
    row.put("p95-ms", p95Micros / 1000);
    row.put("statement", statement);
    row.put("rows-examined", rowsExamined);
    row.put("rows-sent", rowsSent);
    row.put("plan", plan.stream().map(TableAccess::said).toList());
    return row;
  }
}
