package dev.upkeep.chassis.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PausesTest {
  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final Pauses pauses = new Pauses();

  @Test
  void lastAsLongAsTheyShould() {
    long before = System.nanoTime();

    assertThat(pauses.pause(Duration.ofMillis(50))).isTrue();

    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThanOrEqualTo(Duration.ofMillis(50));
  }

  @Test
  void endAtOnceWhenTheyAreStopped() throws Exception {
    CompletableFuture<Boolean> one = CompletableFuture.supplyAsync(() -> pauses.pause(FOR_EVER));
    CompletableFuture<Boolean> two = CompletableFuture.supplyAsync(() -> pauses.pause(FOR_EVER));

    pauses.stop();

    assertThat(one.get(20, TimeUnit.SECONDS)).isFalse();
    assertThat(two.get(20, TimeUnit.SECONDS)).isFalse();
    assertThat(pauses.pause(FOR_EVER)).isFalse();
    assertThat(pauses.isStopped()).isTrue();
  }

  @Test
  void endWhereTheirThreadIsInterruptedWhichItThenStillIs() {
    Thread.currentThread().interrupt();

    assertThat(pauses.pause(FOR_EVER)).isFalse();

    assertThat(Thread.interrupted()).isTrue();
  }
}
