package dev.upkeep.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private final BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  @Test
  void doublesUpToTheLongestLessAFifthAtMost() {
    Random random = new Random(7);
    for (int attempt = 1; attempt <= 5000; attempt++) {
      long whole = Math.min(60_000, attempt > 7 ? 60_000 : 1000L << (attempt - 1));
      assertThat(backOff.after(attempt, Optional.empty(), random))
          .isBetween(Duration.ofMillis(whole * 4 / 5), Duration.ofMillis(whole));
    }
  }

  @Test
  void waitsAtLeastAsLongAsTheServerAsks() {
    Random random = new Random(7);

    assertThat(backOff.after(1, Optional.of(Duration.ofSeconds(30)), random))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(backOff.after(7, Optional.of(Duration.ofSeconds(1)), random))
        .isGreaterThan(Duration.ofSeconds(40));
  }
}
