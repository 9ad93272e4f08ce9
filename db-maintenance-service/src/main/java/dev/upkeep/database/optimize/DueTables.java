package dev.upkeep.database.optimize;

import dev.upkeep.database.optimize.TableChecks.Check;
import dev.upkeep.database.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Which tables have to be looked through for damage, and in which order. */
final class DueTables {

  private DueTables() {}

  /**
   * Those that were damaged when they were last looked at come first, then those never looked at,
   * then the others, the longest ago first: what one run leaves over is first in the next.
   *
   * @param every a table looked at within this time is not due
   */
  static List<Table> of(
      List<Table> tables, Map<String, Check> checks, Instant now, Duration every) {
    Comparator<Table> damagedFirst =
        Comparator.comparing(table -> !wasDamaged(checks, table.name()));
    return tables.stream()
        .filter(table -> isDue(checks, table, now, every))
        .sorted(damagedFirst.thenComparing(table -> lastLook(checks, table)))
        .toList();
  }

  static boolean wasDamaged(Map<String, Check> checks, String table) {
    Check last = checks.get(table);
    return last != null && last.damaged();
  }

  private static boolean isDue(
      Map<String, Check> checks, Table table, Instant now, Duration every) {
    return wasDamaged(checks, table.name()) || !lastLook(checks, table).plus(every).isAfter(now);
  }

  private static Instant lastLook(Map<String, Check> checks, Table table) {
    Check last = checks.get(table.name());
    return last == null ? Instant.EPOCH : last.at();
  }
}
