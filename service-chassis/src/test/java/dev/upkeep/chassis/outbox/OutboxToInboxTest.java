package dev.upkeep.chassis.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.TestService;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.inbox.EventInbound;
import dev.upkeep.events.Event;
import dev.upkeep.events.TaskAnnounced;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventEnvelope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class OutboxToInboxTest {

  @Test
  void tellsWhatWasCommittedAndNotWhatWasRolledBack() {
    try (ConfigurableApplicationContext service =
        TestService.onNewSchema().with(Listening.class).start()) {
      Outbox outbox = service.getBean(Outbox.class);
      Transactions transactions = service.getBean(Transactions.class);
      UUID correlation = UUID.randomUUID();
      transactions.inTransaction(
          () -> {
            outbox.add(announced("first"), new Cause(correlation, null));
            outbox.add(announced("first"), new Cause(correlation, null));
          });

      Listening.Taken taken = service.getBean(Listening.Taken.class);
      await().untilAsserted(() -> assertThat(taken.of(correlation)).hasSize(2));
      assertThat(taken.of(correlation)).extracting(EventEnvelope::sequence).containsExactly(1L, 2L);
    }
  }

  @Test
  void tellsManyEventsOfOneCauseInTheirOrder() {
    try (ConfigurableApplicationContext service =
        TestService.onNewSchema().with(Listening.class).start()) {
      Outbox outbox = service.getBean(Outbox.class);
      Transactions transactions = service.getBean(Transactions.class);
      UUID correlation = UUID.randomUUID();
      // More than one statement takes, of keys as of rows.
      List<TaskAnnounced> events =
          IntStream.range(0, 240).mapToObj(i -> announced("kind-" + i % 120)).toList();
      transactions.inTransaction(
          () -> {
            outbox.addAll(List.of(), new Cause(correlation, null));
            outbox.add(announced("kind-7"), new Cause(correlation, null));
            outbox.addAll(events, new Cause(correlation, null));
          });

      Listening.Taken taken = service.getBean(Listening.Taken.class);
      await().atMost(Duration.ofMinutes(1)).until(() -> taken.of(correlation).size() == 241);
      Map<String, List<Long>> sequences =
          taken.of(correlation).stream()
              .collect(
                  Collectors.groupingBy(
                      envelope -> envelope.event().key(),
                      Collectors.mapping(EventEnvelope::sequence, Collectors.toList())));
      assertThat(sequences).hasSize(120).containsEntry("kind-7", List.of(1L, 2L, 3L));
      sequences.remove("kind-7");
      assertThat(sequences.values()).containsOnly(List.of(1L, 2L));
    }
  }

  static TaskAnnounced announced(String kind) {
    return new TaskAnnounced(
        new TaskDescription(
            kind, kind, "test", Map.of(), TaskDescription.Access.READS, List.of(), true, false));
  }

  @Configuration(proxyBeanMethods = false)
  static class Listening {
    @Bean
    Taken taken() {
      return new Taken();
    }

    static class Taken implements EventInbound {
      private final List<EventEnvelope<Event>> all = new CopyOnWriteArrayList<>();

      @Override
      public String name() {
        return "catalogue";
      }

      @Override
      public List<Topic> topics() {
        return List.of(Topic.CATALOGUE);
      }

      @Override
      public void on(EventEnvelope<Event> message) {
        all.add(message);
      }

      List<EventEnvelope<Event>> of(UUID correlation) {
        return all.stream().filter(e -> e.correlationId().equals(correlation)).toList();
      }
    }
  }
}
