package dev.upkeep.database.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchSizeTest {
  private static final Duration QUICK = Duration.ofMillis(20);
  private static final Duration SLOW = Duration.ofSeconds(2);

  private final BatchSize size = new BatchSize(5_000);

  @Test
  void growsToTheDoubleAtMostAndNeverBeyondWhatIsAllowed() {
    assertThat(size.rows()).isEqualTo(1_000);
    size.took(1_000, QUICK);
    assertThat(size.rows()).isEqualTo(2_000);
    size.took(2_000, QUICK);
    size.took(4_000, QUICK);
    assertThat(size.rows()).isEqualTo(5_000);
  }

  @Test
  void shrinksToWhatCanBeDoneInAFifthOfASecondButNotBelowWhatACommitIsWorth() {
    size.took(4_000, Duration.ofMillis(800));
    assertThat(size.rows()).isEqualTo(1_000);
    size.took(1_000, SLOW);
    assertThat(size.rows()).isEqualTo(500);
    size.took(0, SLOW);
    assertThat(size.rows()).isEqualTo(500);
  }

  @Test
  void staysBelowWhatIsAllowedHoweverLittleThatIs() {
    var small = new BatchSize(7);
    assertThat(small.rows()).isEqualTo(7);
    small.took(7, QUICK);
    assertThat(small.rows()).isEqualTo(7);
  }
}
