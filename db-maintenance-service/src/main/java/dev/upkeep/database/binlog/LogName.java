package dev.upkeep.database.binlog;

import dev.upkeep.database.backupplace.BackupName;
import java.time.Instant;
import java.util.Comparator;
import java.util.OptionalLong;

/**
 * What a copied log is called where it is kept: when the server began it, and its number. Names
 * sort as logs follow on each other, also when numbers begin anew.
 *
 * @param created to the second
 * @param number what the log's own name ends in
 */
public record LogName(Instant created, long number) implements Comparable<LogName> {

  private static final int HEXADECIMAL = 16;

  static LogName parse(String name) {
    return new LogName(
        BackupName.begun(name), Long.parseLong(name.substring(name.indexOf('-') + 1), HEXADECIMAL));
  }

  /** The number of a log by the server's name for it, {@code bin.000123}; none if it has none. */
  static OptionalLong numberOf(String log) {
    String end = log.substring(log.lastIndexOf('.') + 1);
    return end.matches("\\d{1,9}") ? OptionalLong.of(Long.parseLong(end)) : OptionalLong.empty();
  }

  /** As it is kept. */
  String text() {
    return BackupName.ofLog(created, number);
  }

  @Override
  public int compareTo(LogName other) {
    return Comparator.comparing(LogName::created)
        .thenComparingLong(LogName::number)
        .compare(this, other);
  }
}
