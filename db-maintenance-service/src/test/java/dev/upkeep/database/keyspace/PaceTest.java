package dev.upkeep.database.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final Duration LIMIT = Duration.ofMillis(2);
  private static final Duration QUICK = Duration.ofMillis(1);
  private static final Duration SLOW = Duration.ofMillis(5);

  private final Pace pace = new Pace(LIMIT, 50, 1_000);

  @Test
  void asksMoreAtOnceAsLongAsNobodyFeelsIt() {
    assertThat(pace.size()).isEqualTo(50);
    for (int i = 0; i < 20; i++) {
      pace.after(QUICK, QUICK);
    }
    assertThat(pace.size()).isEqualTo(1_000);
  }

  @Test
  void asksHalfAndPausesTwiceAsLongEachTimeThatOthersWait() {
    for (int i = 0; i < 20; i++) {
      pace.after(QUICK, QUICK);
    }
    Duration first = pace.after(SLOW, QUICK);
    assertThat(pace.size()).isEqualTo(500);
    assertThat(pace.after(SLOW, QUICK)).isGreaterThan(first);
    for (int i = 0; i < 30; i++) {
      assertThat(pace.after(SLOW, QUICK)).isLessThan(Duration.ofMillis(110));
    }
    assertThat(pace.size()).isEqualTo(50);
  }

  @Test
  void leavesPartOfTheTimeToOthersEvenWhenTheyFeelNothing() {
    assertThat(pace.after(Duration.ZERO, Duration.ofMillis(85))).isEqualTo(Duration.ofMillis(15));
  }
}
