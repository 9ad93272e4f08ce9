package dev.upkeep.chassis.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BeatTest {

  @Test
  void beatsAtASteadyRateUntilItIsClosed() {
    List<Long> due = new CopyOnWriteArrayList<>();
    try (Beat _ = Beat.every(Duration.ofMillis(2), "test", due::add)) {
      Awaitility.await().until(() -> due.size() > 10);
    }

    int beats = due.size();
    for (int i = 1; i < 10; i++) {
      assertThat(due.get(i) - due.get(i - 1)).isGreaterThanOrEqualTo(2_000_000);
    }
    assertThat(due).hasSize(beats);
  }

  @Test
  void makesUpForWhatAStallDelayed() throws InterruptedException {
    List<Long> due = new CopyOnWriteArrayList<>();
    var stalled = new CountDownLatch(1);
    var goOn = new Semaphore(0);
    try (Beat _ =
        Beat.every(
            Duration.ofMillis(1),
            "test",
            at -> {
              due.add(at);
              if (due.size() == 3) {
                stalled.countDown();
                goOn.acquireUninterruptibly();
              }
            })) {
      stalled.await();
      long third = due.getLast();
      Awaitility.await().until(() -> System.nanoTime() - third > 30_000_000);
      goOn.release();
      Awaitility.await().until(() -> due.size() > 20);

      assertThat(due.get(3) - third).isEqualTo(1_000_000);
      assertThat(due.get(20) - due.get(3)).isEqualTo(17_000_000);
    }
  }
}
