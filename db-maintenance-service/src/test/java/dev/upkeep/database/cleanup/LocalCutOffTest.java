package dev.upkeep.database.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalCutOffTest {

  @Test
  void isTheWallClockWhereClocksAreNeverMoved() {
    assertThat(
            LocalCutOff.before(Instant.parse("2026-03-01T17:30:00.9Z"), ZoneId.of("Asia/Bangkok")))
        .isEqualTo(LocalDateTime.parse("2026-03-02T00:30:00"));
  }

  @Test
  void waitsAtTheBeginningOfAnHourThatWillComeTwice() {
    // In Berlin 02:00 to 03:00 comes twice on 25 October 2026; this is the first 02:40.
    assertThat(
            LocalCutOff.before(Instant.parse("2026-10-25T00:40:00Z"), ZoneId.of("Europe/Berlin")))
        .isEqualTo(LocalDateTime.parse("2026-10-25T02:00:00"));
  }

  /** Around each change of clocks, minute by minute, with every offset a writer may have had. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-29T01:00:00Z,Europe/Berlin",
        "2026-10-25T01:00:00Z,Europe/Berlin",
        "2026-04-04T15:00:00Z,Australia/Lord_Howe",
        "2026-10-03T15:30:00Z,Australia/Lord_Howe",
        "2026-04-04T14:00:00Z,Pacific/Chatham",
        "2011-12-30T10:00:00Z,Pacific/Apia"
      })
  void neverTakesAReadingThatMayBeYounger(String change) {
    Instant at = Instant.parse(change.substring(0, change.indexOf(',')));
    ZoneId zone = ZoneId.of(change.substring(change.indexOf(',') + 1));
    List<ZoneOffset> offsets =
        List.of(
            zone.getRules().getOffset(at.minusSeconds(60)),
            zone.getRules().getOffset(at.plusSeconds(60)));
    Duration step =
        Duration.between(
                LocalDateTime.ofInstant(at, offsets.getFirst()),
                LocalDateTime.ofInstant(at, offsets.getLast()))
            .abs();

    for (Instant cutOff = at.minus(step).minusSeconds(7200);
        cutOff.isBefore(at.plus(step).plusSeconds(7200));
        cutOff = cutOff.plusSeconds(60)) {
      LocalDateTime limit = LocalCutOff.before(cutOff, zone);
      LocalDateTime lastTaken = limit.minusSeconds(1);
      for (ZoneOffset offset : offsets) {
        Instant meant = lastTaken.toInstant(offset);
        boolean couldBeWritten =
            offset.equals(zone.getRules().getOffset(meant))
                || zone.getRules().getValidOffsets(lastTaken).isEmpty();
        if (couldBeWritten && offset.equals(writerOffset(zone, lastTaken, offset, offsets))) {
          assertThat(meant).as("%s before %s at %s", lastTaken, limit, cutOff).isBefore(cutOff);
        }
      }
      assertThat(Duration.between(limit, LocalDateTime.ofInstant(cutOff, zone)))
          .as("not more careful than it must be")
          .isBetween(Duration.ZERO, step);
    }
  }

  /** In a gap only the offset from before it can have been used by mistake. */
  private static ZoneOffset writerOffset(
      ZoneId zone, LocalDateTime local, ZoneOffset offset, List<ZoneOffset> offsets) {
    return zone.getRules().getValidOffsets(local).isEmpty() ? offsets.getFirst() : offset;
  }
}
