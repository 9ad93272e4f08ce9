package dev.upkeep.scheduler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.scheduler.schedule.CronOracle.Rule;
import dev.upkeep.scheduler.schedule.DstRules.Gap;
import dev.upkeep.scheduler.schedule.DstRules.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/**
 * Compares schedules with walking through time minute by minute, where that is slow and cannot go
 * wrong.
 */
class SchedulePropertiesTest {

  /**
   * Half-hour and two-hour summer time, gaps at midnight, a day that never was, and none at all.
   */
  private static final List<String> ZONES =
      List.of(
          "Australia/Lord_Howe",
          "America/Santiago",
          "Asia/Beirut",
          "Africa/Cairo",
          "America/Havana",
          "America/Sao_Paulo",
          "Asia/Tehran",
          "Pacific/Apia",
          "Pacific/Chatham",
          "Antarctica/Troll",
          "Africa/Casablanca",
          "Europe/Berlin",
          "Europe/Dublin",
          "America/New_York",
          "America/St_Johns",
          "America/Nuuk",
          "Asia/Kathmandu",
          "Asia/Bangkok",
          "UTC");

  @Property(tries = 400)
  void isDueAtExactlyTheMinutesAWalkThroughTimeFinds(
      @ForAll("rules") Rule rule,
      @ForAll("zones") ZoneId zone,
      @ForAll Gap gap,
      @ForAll Overlap overlap,
      @ForAll @IntRange(min = 0, max = 10_000) int which) {
    DstRules dst = new DstRules(gap, overlap);
    Instant from = aroundAChangeOfClocks(zone, which);
    Instant until = from.plus(Duration.ofDays(3));

    List<Instant> expected = CronOracle.walk(rule, zone, dst, from, until);

    assertThat(due(new CronSchedule(rule.parsed(), zone, dst), from, until)).isEqualTo(expected);
  }

  @Property(tries = 150)
  void findsTheSameNextInstantFromWhereverItIsAsked(
      @ForAll("rules") Rule rule,
      @ForAll("zones") ZoneId zone,
      @ForAll Gap gap,
      @ForAll Overlap overlap,
      @ForAll @IntRange(min = 0, max = 10_000) int which,
      @ForAll @LongRange(min = 0, max = 3 * 86_400_000L) long millis) {
    DstRules dst = new DstRules(gap, overlap);
    Instant from = aroundAChangeOfClocks(zone, which);
    Instant asked = from.plusMillis(millis);

    List<Instant> expected =
        CronOracle.walk(rule, zone, dst, asked, asked.plus(Duration.ofDays(2)));

    assertThat(new CronSchedule(rule.parsed(), zone, dst).nextAfter(asked).orElseThrow())
        .satisfies(
            next -> {
              assertThat(next).isAfter(asked);
              if (!expected.isEmpty()) {
                assertThat(next).isEqualTo(expected.getFirst());
              }
            });
  }

  @Property(tries = 150)
  void keepsItsIntervalWhateverClocksDo(
      @ForAll("zones") ZoneId zone,
      @ForAll @IntRange(min = 1, max = 200_000) int seconds,
      @ForAll @LongRange(min = -4_000_000_000L, max = 4_000_000_000L) long epochSecond) {
    var schedule = new IntervalSchedule(Duration.ofSeconds(seconds), zone);
    Instant asked = Instant.ofEpochSecond(epochSecond);
    Instant midnight = LocalDate.EPOCH.atStartOfDay(zone).toInstant();

    Instant next = schedule.nextAfter(asked).orElseThrow();

    assertThat(next).isAfter(asked).isBeforeOrEqualTo(asked.plusSeconds(seconds));
    assertThat(Duration.between(midnight, next).toSeconds() % seconds).isZero();
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(ZONES).map(ZoneId::of);
  }

  /** Minutes and hours at will, and days so that something is due within a week. */
  @Provide
  Arbitrary<Rule> rules() {
    Arbitrary<Set<Integer>> minutes = some(0, 59, 4);
    Arbitrary<Set<Integer>> hours = Arbitraries.oneOf(all(0, 23), some(0, 23, 6), some(0, 3, 3));
    Arbitrary<Set<Integer>> daysOfMonth = Arbitraries.oneOf(all(1, 31), some(1, 31, 20));
    Arbitrary<Set<Integer>> daysOfWeek = Arbitraries.oneOf(all(0, 6), some(0, 6, 6));
    return Combinators.combine(minutes, hours, daysOfMonth, daysOfWeek).as(Rule::new);
  }

  private static Arbitrary<Set<Integer>> some(int min, int max, int most) {
    return Arbitraries.integers()
        .between(min, max)
        .set()
        .ofMinSize(1)
        .ofMaxSize(most)
        .map(TreeSet::new);
  }

  private static Arbitrary<Set<Integer>> all(int min, int max) {
    Set<Integer> all = new TreeSet<>();
    for (int i = min; i <= max; i++) {
      all.add(i);
    }
    return Arbitraries.just(all);
  }

  /** A day and a bit before one of the zone's changes between 2010 and 2030, or any day. */
  private static Instant aroundAChangeOfClocks(ZoneId zone, int which) {
    List<Instant> changes = new ArrayList<>();
    Instant end = Instant.parse("2030-01-01T00:00:00Z");
    ZoneOffsetTransition change =
        zone.getRules().nextTransition(Instant.parse("2010-01-01T00:00:00Z"));
    while (change != null && change.getInstant().isBefore(end)) {
      changes.add(change.getInstant());
      change = zone.getRules().nextTransition(change.getInstant());
    }
    Instant middle =
        changes.isEmpty() || which % 10 == 0
            ? LocalDate.of(2010, 1, 1)
                .plusDays(which % 7000)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
            : changes.get(which % changes.size());
    return middle.minus(Duration.ofHours(30)).minusSeconds(which % 60);
  }

  private static List<Instant> due(Schedule schedule, Instant after, Instant until) {
    return schedule.nextAfter(after, 5000).stream().filter(i -> !i.isAfter(until)).toList();
  }
}
