package dev.upkeep.chassis.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(5));

  @Test
  void doublesUpToTheCapWithAJitterOfHalf() {
    Random random = new Random(7);
    for (int failures = 1; failures <= 100; failures++) {
      long whole = Math.min(300_000, 5_000L << Math.min(failures - 1, 20));
      assertThat(backoff.after(failures, random))
          .isBetween(Duration.ofMillis(whole / 2), Duration.ofMillis(whole));
    }
  }
}
