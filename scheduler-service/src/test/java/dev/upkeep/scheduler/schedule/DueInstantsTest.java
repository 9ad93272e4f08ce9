package dev.upkeep.scheduler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.scheduler.schedule.DueDecision.Late;
import dev.upkeep.scheduler.schedule.DueDecision.ManyMissed;
import dev.upkeep.scheduler.schedule.DueDecision.Missed;
import dev.upkeep.scheduler.schedule.DueDecision.Start;
import dev.upkeep.scheduler.schedule.DueDecision.Superseded;
import dev.upkeep.scheduler.schedule.MissedPolicy.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class DueInstantsTest {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Schedule HOURLY = new IntervalSchedule(Duration.ofHours(1), UTC);
  private static final MissedPolicy NONE = new MissedPolicy(Kind.NONE, Duration.ofHours(6));

  @Test
  void decidesNothingBeforeTheInstant() {
    assertThat(decide(HOURLY, MissedPolicy.DEFAULT, "02:00:00", "02:59:59.999")).isEmpty();
  }

  @Test
  void startsAtTheInstantAndNotAgainAfterIt() {
    assertThat(decide(HOURLY, MissedPolicy.DEFAULT, "02:00:00", "03:00:00"))
        .containsExactly(new Start(at("03:00:00")));
    assertThat(decide(HOURLY, MissedPolicy.DEFAULT, "03:00:00", "03:00:05")).isEmpty();
  }

  @Test
  void startsOnTimeAFewSecondsAfterTheInstantWhateverThePolicy() {
    assertThat(decide(HOURLY, NONE, "02:00:00", "03:00:10"))
        .containsExactly(new Start(at("03:00:00")));
  }

  @Test
  void startsLateWithinTheTolerance() {
    assertThat(decide(HOURLY, MissedPolicy.DEFAULT, "02:00:00", "03:00:11"))
        .containsExactly(new Late(at("03:00:00"), Duration.ofSeconds(11)));
  }

  @Test
  void startsTheLastOfSeveralAndSaysWhatBecameOfTheOthers() {
    assertThat(decide(HOURLY, MissedPolicy.DEFAULT, "02:00:00", "05:30:00"))
        .containsExactly(
            new Superseded(at("03:00:00"), at("05:00:00")),
            new Superseded(at("04:00:00"), at("05:00:00")),
            new Late(at("05:00:00"), Duration.ofMinutes(30)));
  }

  @Test
  void missesWhatIsLaterThanTolerated() {
    var daily = new IntervalSchedule(Duration.ofDays(1), UTC);
    assertThat(
            DueInstants.decide(
                daily,
                MissedPolicy.DEFAULT,
                Instant.parse("2026-11-20T00:00:00Z"),
                Instant.parse("2026-11-22T06:00:01Z")))
        .containsExactly(
            new Missed(
                Instant.parse("2026-11-21T00:00:00Z"),
                "nobody could act on it for 1d6h1s, longer than the tolerated 6h"),
            new Missed(
                Instant.parse("2026-11-22T00:00:00Z"),
                "nobody could act on it for 6h1s, longer than the tolerated 6h"));
  }

  @Test
  void makesUpForNothingWithThePolicyNone() {
    assertThat(decide(HOURLY, NONE, "02:00:00", "03:30:00"))
        .containsExactly(
            new Missed(
                at("03:00:00"),
                "nobody could act on it for 30m and missed runs are not made up for"));
  }

  @Test
  void startsAnOneShotThatFellDueWhileNobodyWasThere() {
    var once = new OneShotSchedule(at("02:00:00"), UTC);
    assertThat(decide(once, MissedPolicy.DEFAULT, "01:00:00", "07:59:00"))
        .containsExactly(new Late(at("02:00:00"), Duration.ofHours(6).minusMinutes(1)));
    assertThat(decide(once, MissedPolicy.DEFAULT, "02:00:00", "23:00:00")).isEmpty();
  }

  @Test
  void decidesNothingWhenTheClockWasPutBack() {
    assertThat(decide(HOURLY, MissedPolicy.DEFAULT, "05:00:00", "03:30:00")).isEmpty();
  }

  @Test
  void putsAYearOfMissedSecondsIntoOneRecordAndStartsTheLast() {
    var everySecond = new IntervalSchedule(Duration.ofSeconds(1), UTC);
    Instant lastHandled = Instant.parse("2025-11-22T00:00:00Z");
    Instant now = Instant.parse("2026-11-22T00:00:00.5Z");
    assertThat(DueInstants.decide(everySecond, MissedPolicy.DEFAULT, lastHandled, now))
        .containsExactly(
            new ManyMissed(
                lastHandled.plusSeconds(1),
                now.minusMillis(1500),
                DueInstants.MOST,
                "more than 10000 due instants passed unattended"),
            new Start(now.minusMillis(500)));
  }

  @Test
  void putsManyIntoOneRecordForABurstLongAgoToo() {
    var burst = new CronSchedule(cron("* * * 1 1 *"), UTC, DstRules.DEFAULT);
    Instant now = Instant.parse("2026-11-22T00:00:00Z");
    List<DueDecision> decisions =
        DueInstants.decide(burst, MissedPolicy.DEFAULT, Instant.parse("2025-12-31T00:00:00Z"), now);
    assertThat(decisions)
        .hasSize(2)
        .satisfiesExactly(
            many ->
                assertThat(many)
                    .isInstanceOfSatisfying(
                        ManyMissed.class,
                        m -> assertThat(m.last()).isEqualTo("2026-01-01T23:59:58Z")),
            last ->
                assertThat(last)
                    .isInstanceOfSatisfying(
                        Missed.class,
                        m -> assertThat(m.instant()).isEqualTo("2026-01-01T23:59:59Z")));
  }

  private static CronExpression cron(String text) {
    return ((CronExpression.Parsed.Good) CronExpression.parse(text)).cron();
  }

  private static List<DueDecision> decide(
      Schedule schedule, MissedPolicy policy, String lastHandled, String now) {
    return DueInstants.decide(schedule, policy, at(lastHandled), at(now));
  }

  private static Instant at(String time) {
    return Instant.parse("2026-11-22T" + time + "Z");
  }
}
