package dev.upkeep.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.TaskAnnounced;
import dev.upkeep.events.Topic;
import dev.upkeep.scheduler.SchedulerUnderTest.Listening;
import dev.upkeep.scheduler.definition.Definitions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** How long after the due instant a consumer can read the event, on an idle machine. */
@Tag("campaign")
class DueLatencyTest {

  private static final int WARM_UP = 20;
  private static final int MEASURED = 200;

  @Test
  void aDueInstantIsReadableWithinMillisecondsAndNeverEarly() {
    try (SchedulerUnderTest scheduler = new SchedulerUnderTest()) {
      ConfigurableApplicationContext instance = scheduler.start();
      scheduler.tell(Topic.CATALOGUE, new TaskAnnounced(TestTask.OPTIMIZE), UUID.randomUUID());
      Instant begin = Instant.now().plusSeconds(15).truncatedTo(ChronoUnit.SECONDS);
      for (int i = 0; i < WARM_UP + MEASURED; i++) {
        scheduler.write(
            "runbooks/once-%04d.yaml".formatted(i),
            RunbookFiles.once("once-%04d".formatted(i), begin.plusMillis(i * 170L)));
      }
      await()
          .atMost(Duration.ofSeconds(14))
          .until(
              () ->
                  instance.getBean(Definitions.class).inForce().runbooks().size()
                      == WARM_UP + MEASURED);
      try (Listening dues = scheduler.listen(Topic.DUE_DATABASE)) {
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> dues.heard().size() == WARM_UP + MEASURED);
        List<Duration> late =
            dues.heard().stream()
                .skip(WARM_UP)
                .map(
                    heard ->
                        Duration.between(
                            ((MaintenanceDue) heard.envelope().event()).scheduledFor(), heard.at()))
                .sorted()
                .toList();
        System.out.printf(
            "due to readable: min %s p50 %s p90 %s p99 %s max %s%n",
            late.getFirst(),
            late.get(MEASURED / 2),
            late.get(MEASURED * 9 / 10),
            late.get(MEASURED * 99 / 100),
            late.getLast());
        assertThat(late.getFirst()).isPositive();
        assertThat(late.get(MEASURED / 2)).isLessThanOrEqualTo(Duration.ofMillis(20));
        assertThat(late.get(MEASURED * 99 / 100)).isLessThanOrEqualTo(Duration.ofMillis(100));
      }
    }
  }
}
