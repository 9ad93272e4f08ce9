package dev.upkeep.chassis.outbox;

import static dev.upkeep.chassis.Told.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.TestService;
import dev.upkeep.chassis.TopicReader;
import dev.upkeep.chassis.database.Transactions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class RelayTest {
  private final UUID correlation = UUID.randomUUID();
  private final Cause cause = new Cause(correlation, null);

  @Test
  void tellsWhatManyWritersCommittedInTheOrderOfEachKeyAndNothingThatWasRolledBack()
      throws Exception {
    List<UUID> keys = IntStream.range(0, 12).mapToObj(n -> UUID.randomUUID()).toList();
    Set<String> committed = ConcurrentHashMap.newKeySet();
    try (ConfigurableApplicationContext service = TestService.onNewSchema().start();
        TopicReader topic = TopicReader.ofRuns();
        ExecutorService writers = Executors.newFixedThreadPool(8)) {
      List<Future<?>> writing = new ArrayList<>();
      for (int writer = 0; writer < 8; writer++) {
        Random random = new Random(writer);
        String name = "writer " + writer;
        writing.add(writers.submit(() -> write(service, keys, committed, random, name)));
      }
      for (Future<?> each : writing) {
        each.get();
      }

      await()
          .atMost(OutboxTable.PATIENCE)
          .untilAsserted(() -> assertThat(topic.events(correlation)).hasSize(committed.size()));
      assertThat(topic.marks(correlation)).containsExactlyInAnyOrderElementsOf(committed);
      Map<String, List<Long>> sequences = new HashMap<>();
      topic
          .events(correlation)
          .forEach(
              event ->
                  sequences
                      .computeIfAbsent(event.event().key(), key -> new ArrayList<>())
                      .add(event.sequence()));
      sequences
          .values()
          .forEach(
              seen ->
                  assertThat(seen)
                      .isEqualTo(LongStream.rangeClosed(1, seen.size()).boxed().toList()));
      await().atMost(OutboxTable.PATIENCE).until(() -> OutboxTable.rows(service) == 0);
    }
  }

  private void write(
      ConfigurableApplicationContext service,
      List<UUID> keys,
      Set<String> committed,
      Random random,
      String name) {
    Transactions transactions = service.getBean(Transactions.class);
    Outbox outbox = service.getBean(Outbox.class);
    JdbcClient jdbc = service.getBean(JdbcClient.class);
    for (int n = 0; n < 60; n++) {
      String mark = name + ", event " + n;
      boolean rolledBack = random.nextInt(5) == 0;
      UUID key = keys.get(random.nextInt(keys.size()));
      double delay = random.nextInt(4) / 1000.0;
      try {
        transactions.inTransaction(
            () -> {
              outbox.add(told(key, mark), cause);
              jdbc.sql("DO SLEEP(:seconds)").param("seconds", delay).update();
              if (rolledBack) {
                throw new IllegalStateException("changed my mind");
              }
            });
        committed.add(mark);
      } catch (IllegalStateException meant) {
        assertThat(rolledBack).isTrue();
      }
    }
  }

  @Test
  void isNotHeldUpByAWriterThatTakesLong() {
    try (ConfigurableApplicationContext service = TestService.onNewSchema().start();
        TopicReader topic = TopicReader.ofRuns()) {
      Transactions transactions = service.getBean(Transactions.class);
      Outbox outbox = service.getBean(Outbox.class);
      transactions.inTransaction(
          () -> {
            outbox.add(told(UUID.randomUUID(), "slow"), cause);
            try (ExecutorService another = Executors.newSingleThreadExecutor()) {
              Future<?> quick =
                  another.submit(
                      () ->
                          transactions.inTransaction(
                              () -> outbox.add(told(UUID.randomUUID(), "quick"), cause)));
              assertThat(quick).succeedsWithin(10, TimeUnit.SECONDS);
            }
            await()
                .atMost(OutboxTable.PATIENCE)
                .untilAsserted(() -> assertThat(topic.marks(correlation)).containsExactly("quick"));
          });
      await()
          .atMost(OutboxTable.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(topic.marks(correlation)).containsExactlyInAnyOrder("quick", "slow"));
    }
  }

  @Test
  void refusesAnEventOutsideATransaction() {
    try (ConfigurableApplicationContext service = TestService.onNewSchema().start()) {
      Outbox outbox = service.getBean(Outbox.class);
      assertThatThrownBy(() -> outbox.add(told(UUID.randomUUID(), "lost"), cause))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("transaction");
    }
  }
}
