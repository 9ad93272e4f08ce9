package dev.upkeep.database.cleanup;

import dev.upkeep.database.table.Column;
import dev.upkeep.system.CleanupPolicy;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * What is old in one table: the text that the age column is compared with.
 *
 * @param cutOff rows from before this instant are old
 * @param text the same in the column's own terms, with the year first
 */
record AgeLimit(Instant cutOff, String text) {

  /** A date of nothing but zeros is no age. */
  static final String NO_AGE = "0001-01-01";

  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  /**
   * TIMESTAMP columns keep instants and are read in UTC; DATETIME columns mean the wall clock of
   * the component's zone; of a DATE the whole day must be over.
   */
  static AgeLimit of(CleanupPolicy policy, Column column, Instant countedFrom, ZoneId zone) {
    Instant cutOff = policy.olderThan().before(countedFrom, zone);
    LocalDateTime local = LocalCutOff.before(cutOff, zone);
    return new AgeLimit(
        cutOff,
        switch (column.dataType()) {
          case "timestamp" -> LocalCutOff.inUtc(cutOff).format(TO_THE_SECOND);
          case "date" -> local.toLocalDate().toString();
          default -> local.format(TO_THE_SECOND);
        });
  }
}
