package dev.upkeep.events.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TriggerRequestedTest {
  private static final Instant ISSUED = Triggers.ISSUED;

  @Test
  void isTimelyFromItsIssueUntilItExpires() {
    TriggerRequested trigger = goodFor(Duration.ofMinutes(15));

    assertThat(trigger.untimelyAt(ISSUED)).isEmpty();
    assertThat(trigger.untimelyAt(ISSUED.plus(Duration.ofMinutes(15)).minusNanos(1))).isEmpty();
    assertThat(trigger.untimelyAt(ISSUED.plus(Duration.ofMinutes(15))).orElseThrow())
        .contains("expired at 2026-11-22T03:15:00Z");
  }

  @Test
  void mayComeFromAClockThatIsAMinuteAhead() {
    TriggerRequested trigger = goodFor(Duration.ofMinutes(1));

    assertThat(trigger.untimelyAt(ISSUED.minusSeconds(60))).isEmpty();
    assertThat(trigger.untimelyAt(ISSUED.minusSeconds(60).minusNanos(1)).orElseThrow())
        .contains("ahead of this clock");
  }

  @Test
  void mayNotBeGoodForLongerThanAQuarterOfAnHourOrForNoTimeAtAll() {
    assertThat(goodFor(Duration.ofMinutes(15).plusNanos(1)).untimelyAt(ISSUED).orElseThrow())
        .contains("longer than 15 minutes");
    assertThat(goodFor(Duration.ZERO).untimelyAt(ISSUED).orElseThrow())
        .contains("before it is issued");
    assertThat(goodFor(Duration.ofSeconds(-1)).untimelyAt(ISSUED)).isPresent();
  }

  @Test
  void judgesTheFurthestInstantsToo() {
    TriggerRequested example = Triggers.example();
    TriggerRequested forEver =
        new TriggerRequested(
            example.triggerId(),
            example.actor(),
            example.system(),
            example.runbook(),
            example.parameters(),
            false,
            null,
            Instant.MIN,
            Instant.MAX);

    assertThat(forEver.untimelyAt(ISSUED)).isPresent();
  }

  private static TriggerRequested goodFor(Duration life) {
    TriggerRequested example = Triggers.example();
    return new TriggerRequested(
        example.triggerId(),
        example.actor(),
        example.system(),
        example.runbook(),
        example.parameters(),
        false,
        null,
        ISSUED,
        ISSUED.plus(life));
  }
}
