package dev.upkeep.database.brake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.brake.Overload.Cause;
import dev.upkeep.database.brake.Overload.Lag;
import dev.upkeep.system.Throttle;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverloadTest {
  private static final Throttle USUAL = Throttle.USUAL;

  @Test
  void letsWorkGoOnWithinTheLimits() {
    assertThat(Overload.of(USUAL, 25, List.of(Lag.known("replica", Duration.ofSeconds(10)))))
        .isEmpty();
  }

  @Test
  void namesThreadsAndTheirLimit() {
    assertThat(Overload.of(USUAL, 26, List.of()))
        .contains(new Overload(Cause.THREADS, "26 threads of the server run, more than 25"));
  }

  @Test
  void namesTheReplicaThatIsBehindOrOfWhichNobodyKnows() {
    Lag well = Lag.known("a", Duration.ZERO);
    assertThat(Overload.of(USUAL, 1, List.of(well, Lag.known("b", Duration.ofSeconds(11)))))
        .contains(new Overload(Cause.REPLICA, "the replica b is 11 s behind"));
    assertThat(Overload.of(USUAL, 1, List.of(well, Lag.unknown("b", "it does not replicate"))))
        .contains(
            new Overload(
                Cause.REPLICA,
                "nobody knows how far the replica b is behind: it does not replicate"));
  }
}
