package dev.upkeep.chassis.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.time.Pauses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HousekeepingTest {

  private static final Duration NEVER = Duration.ofDays(1);

  private final List<Integer> asked = new ArrayList<>();

  @Test
  void removesBatchAfterBatchUntilOneIsNotFull() {
    int[] left = {1_200};
    housekeeping(
            NEVER,
            purge(
                most -> {
                  int now = Math.min(most, left[0]);
                  left[0] -= now;
                  return now;
                }))
        .purgeAll(new Pauses());

    assertThat(left[0]).isZero();
    assertThat(asked).containsExactly(500, 500, 500);
  }

  @Test
  void goesOnWithTheNextWhenOneFails() {
    housekeeping(
            NEVER,
            purge(
                _ -> {
                  throw new IllegalStateException("the database is away");
                }),
            purge(_ -> 0))
        .purgeAll(new Pauses());

    assertThat(asked).hasSize(2);
  }

  @Test
  void endsBetweenTwoBatchesWhenItIsStopped() {
    Pauses pauses = new Pauses();
    housekeeping(
            NEVER,
            purge(
                most -> {
                  pauses.stop();
                  return most;
                }))
        .purgeAll(pauses);

    assertThat(asked).hasSize(1);
  }

  @Test
  void comesBackAgainAndAgainUntilItIsStopped() {
    Housekeeping housekeeping = housekeeping(Duration.ofMillis(1), purge(_ -> 0));
    housekeeping.start();
    assertThat(housekeeping.isRunning()).isTrue();
    Awaitility.await().until(() -> timesAsked() > 2);
    housekeeping.stop();

    int until = timesAsked();
    assertThat(housekeeping.isRunning()).isFalse();
    assertThat(timesAsked()).isEqualTo(until);
  }

  private int timesAsked() {
    synchronized (asked) {
      return asked.size();
    }
  }

  private static Housekeeping housekeeping(Duration every, Purge... purges) {
    return new Housekeeping(List.of(purges), every);
  }

  private Purge purge(IntUnaryOperator removed) {
    return new Purge() {
      @Override
      public String what() {
        return "old rows";
      }

      @Override
      public int purge(int most) {
        synchronized (asked) {
          asked.add(most);
        }
        return removed.applyAsInt(most);
      }
    };
  }
}
