package dev.upkeep.database.brake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatencyWindowTest {
  private final LatencyWindow window = new LatencyWindow();

  @Test
  void looksAtWhatWasDueSinceAMoment() {
    for (int i = 0; i < 300; i++) {
      window.add(i, i < 200 ? 9_000_000 : 1_000_000 + i);
    }

    assertThat(window.p99OfDueSince(200)).isEqualTo(Duration.ofNanos(1_000_298));
    assertThat(window.p99OfDueSince(0)).isEqualTo(Duration.ofMillis(9));
    assertThat(window.p99OfDueSince(300)).isZero();
  }

  @Test
  void looksAtWhatWasAnsweredSinceAMomentThoughItWasDueLongBefore() {
    for (int i = 0; i < 300; i++) {
      window.add(i, 1_000_000 + i);
    }

    assertThat(window.answeredSince(1_000_000)).isEqualTo(300);
    assertThat(window.answeredSince(1_000_400)).isEqualTo(100);
    assertThat(window.p99OfAnsweredSince(1_000_400)).isEqualTo(Duration.ofNanos(1_000_298));
    assertThat(window.p99OfAnsweredSince(2_000_000)).isZero();
  }

  @Test
  void keepsTheLatestWhenThereAreManyAndCountsThemAll() {
    for (int i = 0; i < 10_000; i++) {
      window.add(i, i < 9_000 ? 100_000 : 20_000_000);
    }

    assertThat(window.answeredSince(0)).isEqualTo(2048);
    assertThat(window.p99OfDueSince(9_500)).isEqualTo(Duration.ofMillis(20));
    assertThat(window.p99()).isBetween(Duration.ofMillis(20), Duration.ofMillis(21));

    window.countAnew();
    assertThat(window.p99()).isZero();
  }

  @Test
  void knowsMomentsBeforeAndAfterTheClockOverflows() {
    window.add(Long.MAX_VALUE, 5);
    window.add(Long.MIN_VALUE + 10, 7);

    assertThat(window.answeredSince(Long.MAX_VALUE - 10)).isEqualTo(2);
    assertThat(window.answeredSince(Long.MIN_VALUE + 10)).isEqualTo(1);
  }
}
