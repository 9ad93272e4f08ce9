package dev.upkeep.database.brake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DutyCycleTest {
  private static final Duration LIMIT = Duration.ofMillis(12);

  private final DutyCycle duty = new DutyCycle();

  @Test
  void worksMoreUntilAllOfTheTimeWhileNobodyFeelsIt() {
    for (int i = 0; i < 30; i++) {
      assertThat(duty.felt(Duration.ofMillis(2), LIMIT)).isFalse();
    }

    assertThat(duty.part()).isEqualTo(1);
    assertThat(duty.restAfter(Duration.ofMillis(40))).isZero();
    assertThat(duty.rows(5000)).isEqualTo(5000);
  }

  @Test
  void takesItsTimeOnceTheApplicationFeltTooMuch() {
    duty.felt(Duration.ofMillis(2), LIMIT);
    assertThat(duty.part()).isCloseTo(0.40, within(1e-9));

    duty.felt(Duration.ofMillis(13), LIMIT);
    double braked = duty.part();
    duty.felt(Duration.ofMillis(2), LIMIT);
    assertThat(duty.part()).isCloseTo(braked + 0.03, within(1e-9));
  }

  @Test
  void worksLessEachTimeTheApplicationFeelsTooMuchButNeverStopsForThat() {
    double before = duty.part();
    assertThat(duty.felt(Duration.ofMillis(13), LIMIT)).isTrue();
    assertThat(duty.part()).isCloseTo(before * 2 / 3, within(1e-9));

    for (int i = 0; i < 50; i++) {
      duty.felt(Duration.ofSeconds(2), LIMIT);
    }
    assertThat(duty.part()).isEqualTo(DutyCycle.LEAST);
    assertThat(duty.restAfter(Duration.ofMillis(10))).isEqualTo(Duration.ofMillis(490));
  }

  @Test
  void staysAsItIsNearTheLimit() {
    assertThat(duty.felt(Duration.ofMillis(11), LIMIT)).isFalse();
    assertThat(duty.part()).isEqualTo(0.25);
  }

  @Test
  void takesShortBatchesWhileItIsBraked() {
    assertThat(duty.rows(5000)).isEqualTo(1000);
    assertThat(duty.rows(100)).isEqualTo(100);
  }

  @Test
  void allowsTwiceTheIdleLatencyOrASetTimeMore() {
    Duration added = Duration.ofMillis(10);
    assertThat(DutyCycle.limit(Duration.ofMillis(2), added)).isEqualTo(Duration.ofMillis(12));
    assertThat(DutyCycle.limit(Duration.ofMillis(30), added)).isEqualTo(Duration.ofMillis(60));
  }
}
