package dev.upkeep.database.cleanup;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** An instant as the wall clock of a zone, for columns that carry no zone. */
final class LocalCutOff {

  private LocalCutOff() {}

  /**
   * The latest wall-clock time before which every reading is surely older than the instant,
   * whichever of two possible offsets the writer had. When clocks are set back an hour occurs
   * twice: during its first pass the cut-off waits at the hour's beginning. When they are set
   * forward, an hour does not occur: readings within it, from a writer that did not notice, count
   * with the old offset.
   */
  static LocalDateTime before(Instant cutOff, ZoneId zone) {
    Instant whole = cutOff.truncatedTo(ChronoUnit.SECONDS);
    LocalDateTime local = LocalDateTime.ofInstant(whole, zone);
    ZoneRules rules = zone.getRules();
    ZoneOffsetTransition next = rules.nextTransition(whole);
    if (next != null && next.isOverlap() && local.isAfter(next.getDateTimeAfter())) {
      return next.getDateTimeAfter();
    }
    ZoneOffsetTransition last = rules.previousTransition(whole.plusSeconds(1));
    if (last != null
        && last.isGap()
        && whole.isBefore(last.getInstant().plus(last.getDuration()))) {
      return LocalDateTime.ofInstant(whole, last.getOffsetBefore());
    }
    return local;
  }

  /** As the wall clock of UTC, to the second. */
  static LocalDateTime inUtc(Instant cutOff) {
    return LocalDateTime.ofInstant(cutOff.truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC);
  }
}
