package dev.upkeep.scheduler.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.scheduler.schedule.DstRules.Gap;
import dev.upkeep.scheduler.schedule.DstRules.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

  /** Days on which clocks were changed, looked up in the tz database's own description. */
  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Berlin, 2026-03-29: 02:00 becomes 03:00. Shifted to the first instant after the gap.
          30 2 * * * | Europe/Berlin | SHIFT | FIRST | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z
          30 2 * * * | Europe/Berlin | SKIP  | FIRST | 2026-03-28T12:00:00Z | 2026-03-30T00:30:00Z
          # Several times of one gap are one instant, and 03:00 itself is no second one.
          0,20,40 2-3 * * * | Europe/Berlin | SHIFT | FIRST | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-29T01:20:00Z
          # Berlin, 2026-10-25: 03:00 becomes 02:00.
          30 2 * * * | Europe/Berlin | SHIFT | FIRST | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z
          30 2 * * * | Europe/Berlin | SHIFT | LAST  | 2026-10-24T12:00:00Z | 2026-10-25T01:30:00Z 2026-10-26T01:30:00Z
          30 2 * * * | Europe/Berlin | SHIFT | BOTH  | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-26T01:30:00Z
          0,30 2 * * * | Europe/Berlin | SHIFT | BOTH | 2026-10-24T12:00:00Z | 2026-10-25T00:00:00Z 2026-10-25T00:30:00Z 2026-10-25T01:00:00Z 2026-10-25T01:30:00Z 2026-10-26T01:00:00Z
          # Asked between the two passes.
          30 2 * * * | Europe/Berlin | SHIFT | FIRST | 2026-10-25T00:45:00Z | 2026-10-26T01:30:00Z
          30 2 * * * | Europe/Berlin | SHIFT | LAST  | 2026-10-25T00:45:00Z | 2026-10-25T01:30:00Z
          # Lord Howe moves by half an hour: 2026-10-04 02:00 becomes 02:30, 2027-04-04 02:00 becomes 01:30.
          15 2 * * * | Australia/Lord_Howe | SHIFT | FIRST | 2026-10-03T12:00:00Z | 2026-10-03T15:30:00Z 2026-10-04T15:15:00Z
          45 1 * * * | Australia/Lord_Howe | SHIFT | BOTH  | 2027-04-03T12:00:00Z | 2027-04-03T14:45:00Z 2027-04-03T15:15:00Z
          # Santiago jumps over midnight: 2026-09-06 00:00 becomes 01:00.
          0 0 * * * | America/Santiago | SHIFT | FIRST | 2026-09-05T12:00:00Z | 2026-09-06T04:00:00Z 2026-09-07T03:00:00Z
          0 0 * * * | America/Santiago | SKIP  | FIRST | 2026-09-05T12:00:00Z | 2026-09-07T03:00:00Z
          # Beirut too: 2026-03-29 00:00 becomes 01:00.
          0 0 * * SUN | Asia/Beirut | SHIFT | FIRST | 2026-03-28T12:00:00Z | 2026-03-28T22:00:00Z 2026-04-04T21:00:00Z
          # Apia had no 30 December 2011.
          0 12 * * * | Pacific/Apia | SHIFT | FIRST | 2011-12-29T00:00:00Z | 2011-12-29T22:00:00Z 2011-12-30T10:00:00Z 2011-12-30T22:00:00Z
          0 12 * * * | Pacific/Apia | SKIP  | FIRST | 2011-12-29T00:00:00Z | 2011-12-29T22:00:00Z 2011-12-30T22:00:00Z
          # Troll moves by two hours: 2026-03-29 01:00 becomes 03:00.
          30 1 * * * | Antarctica/Troll | SHIFT | FIRST | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z
          # Bangkok never does.
          0 2 * * SUN | Asia/Bangkok | SHIFT | FIRST | 2026-11-22T11:00:00Z | 2026-11-28T19:00:00Z 2026-12-05T19:00:00Z
          """)
  void isDueOnDaysOnWhichClocksAreChanged(
      String cron, ZoneId zone, Gap gap, Overlap overlap, Instant after, String expected) {
    var schedule =
        new CronSchedule(
            ((CronExpression.Parsed.Good) CronExpression.parse(cron)).cron(),
            zone,
            new DstRules(gap, overlap));
    List<Instant> instants = List.of(expected.split(" ")).stream().map(Instant::parse).toList();
    assertThat(schedule.nextAfter(after, instants.size())).isEqualTo(instants);
  }

  @Test
  void isDueOnceAndNeverAgain() {
    Instant at = Instant.parse("2026-11-28T19:00:00Z");
    var schedule = new OneShotSchedule(at, ZoneId.of("Asia/Bangkok"));
    assertThat(schedule.nextAfter(at.minusNanos(1))).contains(at);
    assertThat(schedule.nextAfter(at)).isEmpty();
    assertThat(schedule.nextAfter(Instant.EPOCH, 5)).containsExactly(at);
    assertThat(schedule.describe()).isEqualTo("once on 2026-11-29 02:00 Asia/Bangkok time");
    assertThat(new OneShotSchedule(at.plusSeconds(5), ZoneId.of("UTC")).describe())
        .isEqualTo("once on 2026-11-28 19:00:05 UTC time");
  }

  @Test
  void keepsItsIntervalSinceMidnight() {
    var schedule = new IntervalSchedule(Duration.ofHours(6), ZoneId.of("Asia/Bangkok"));
    assertThat(schedule.nextAfter(Instant.parse("2026-11-22T04:30:00Z"), 3))
        .containsExactly(
            Instant.parse("2026-11-22T05:00:00Z"),
            Instant.parse("2026-11-22T11:00:00Z"),
            Instant.parse("2026-11-22T17:00:00Z"));
    assertThat(schedule.describe()).isEqualTo("every 6h since midnight Asia/Bangkok time");
    assertThatThrownBy(() -> new IntervalSchedule(Duration.ofMillis(999), ZoneId.of("UTC")))
        .hasMessageContaining("shorter than a second");
  }

  @Test
  void isTheSameScheduleWhateverThePolicyAboutClocks() {
    var cron = ((CronExpression.Parsed.Good) CronExpression.parse("0  2 * * SUN")).cron();
    var zone = ZoneId.of("Asia/Bangkok");
    assertThat(new CronSchedule(cron, zone, DstRules.DEFAULT).identity())
        .isEqualTo(new CronSchedule(cron, zone, new DstRules(Gap.SKIP, Overlap.LAST)).identity())
        .isEqualTo("cron 0 2 * * SUN Asia/Bangkok");
  }
}
