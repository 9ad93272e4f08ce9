package dev.upkeep.chassis.outbox;

import static dev.upkeep.chassis.Told.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.TestServers;
import dev.upkeep.chassis.TestService;
import dev.upkeep.chassis.TopicReader;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.kafka.KafkaClients;
import dev.upkeep.events.Event;
import dev.upkeep.events.envelope.EventEnvelope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class RelayTakeoverTest {
  private final UUID correlation = UUID.randomUUID();
  private final Cause cause = new Cause(correlation, null);
  private final List<UUID> keys = IntStream.range(0, 5).mapToObj(n -> UUID.randomUUID()).toList();

  @Test
  void sendsAgainUnderTheSameIdWhatItCouldNotDelete() {
    try (ConfigurableApplicationContext service = TestService.onNewSchema().start();
        TopicReader topic = TopicReader.ofRuns()) {
      Relay own = service.getBean(Relay.class);
      own.stop();
      Relay killed = relay(service, sql -> sql.startsWith("DELETE"));
      killed.start();
      tellThreeOfEachKey(service);
      await()
          .atMost(OutboxTable.PATIENCE)
          .untilAsserted(() -> assertThat(new HashSet<>(topic.marks(correlation))).hasSize(15));
      killed.stop();
      assertThat(OutboxTable.rows(service)).isEqualTo(15);

      own.start();
      await().atMost(OutboxTable.PATIENCE).until(() -> OutboxTable.rows(service) == 0);

      await().atMost(OutboxTable.PATIENCE).until(() -> topic.events(correlation).size() >= 20);
      assertToldInOrder(topic.events(correlation));
    }
  }

  @Test
  void goesOnSendingWhileItWaitsForADeletion() {
    CountDownLatch held = new CountDownLatch(1);
    try (ConfigurableApplicationContext service = TestService.onNewSchema().start();
        TopicReader topic = TopicReader.ofRuns()) {
      service.getBean(Relay.class).stop();
      Relay relay = relay(service, sql -> sql.startsWith("DELETE") && isHeldUp(held));
      relay.start();
      tellThreeOfEachKey(service);

      await()
          .atMost(OutboxTable.PATIENCE)
          .untilAsserted(() -> assertToldInOrder(topic.events(correlation)));
      assertThat(OutboxTable.rows(service)).isEqualTo(15);

      held.countDown();
      await().atMost(OutboxTable.PATIENCE).until(() -> OutboxTable.rows(service) == 0);
      relay.stop();
      assertThat(topic.events(correlation)).hasSize(15);
    }
  }

  @Test
  void doesNoHarmByADeletionThatEndsAfterAnotherInstanceHasTakenOver() {
    CountDownLatch held = new CountDownLatch(1);
    try (ConfigurableApplicationContext service = TestService.onNewSchema().start();
        TopicReader topic = TopicReader.ofRuns()) {
      Relay own = service.getBean(Relay.class);
      own.stop();
      Relay late = relay(service, sql -> sql.startsWith("DELETE") && isHeldUp(held));
      late.start();
      tellThreeOfEachKey(service);
      await().atMost(OutboxTable.PATIENCE).until(() -> topic.events(correlation).size() == 15);

      OutboxTable.jdbc(service)
          .sql("UPDATE relay_lease SET lease_until = '1970-01-02 00:00:00', owner = '', fence = 99")
          .update();
      own.start();
      await().atMost(OutboxTable.PATIENCE).until(() -> OutboxTable.rows(service) == 0);
      await().atMost(OutboxTable.PATIENCE).until(() -> !late.isLeading());
      held.countDown();
      tellThreeOfEachKey(service);
      await().atMost(OutboxTable.PATIENCE).until(() -> OutboxTable.rows(service) == 0);
      late.stop();

      await().atMost(OutboxTable.PATIENCE).until(() -> topic.events(correlation).size() >= 45);
      assertThat(own.isLeading()).isTrue();
      List<EventEnvelope<Event>> told = topic.events(correlation);
      assertThat(told).hasSize(45);
      assertThat(told.stream().map(EventEnvelope::id).distinct()).hasSize(30);
      assertThat(sequences(told, keys.getFirst())).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }
  }

  @Test
  void letsAnotherInstanceTakeOverWhenTheFirstEnds() {
    Map<String, Object> schema = TestServers.newSchema();
    ConfigurableApplicationContext first = TestService.onSchema(schema).start();
    await().atMost(OutboxTable.PATIENCE).until(() -> first.getBean(Relay.class).isLeading());
    try (ConfigurableApplicationContext second = TestService.onSchema(schema).start();
        TopicReader topic = TopicReader.ofRuns()) {
      assertThat(second.getBean(Relay.class).isLeading()).isFalse();
      first.close();
      second
          .getBean(Transactions.class)
          .inTransaction(
              () -> second.getBean(Outbox.class).add(told(UUID.randomUUID(), "later"), cause));
      await()
          .atMost(OutboxTable.PATIENCE)
          .untilAsserted(() -> assertThat(topic.marks(correlation)).containsExactly("later"));
      assertThat(second.getBean(Relay.class).isLeading()).isTrue();
    }
  }

  private void tellThreeOfEachKey(ConfigurableApplicationContext service) {
    Outbox outbox = service.getBean(Outbox.class);
    service
        .getBean(Transactions.class)
        .inTransaction(
            () -> {
              for (int n = 1; n <= 3; n++) {
                for (UUID key : keys) {
                  outbox.add(told(key, key + " " + n), cause);
                }
              }
            });
  }

  private void assertToldInOrder(List<EventEnvelope<Event>> told) {
    assertThat(told.stream().map(EventEnvelope::id).distinct()).hasSize(15);
    for (UUID key : keys) {
      assertThat(sequences(told, key)).containsExactly(1L, 2L, 3L);
    }
  }

  /** Of a repeat, the first counts, as it does for those who read the topic. */
  private static List<Long> sequences(List<EventEnvelope<Event>> told, UUID key) {
    return told.stream()
        .filter(event -> event.event().key().equals(key.toString()))
        .map(EventEnvelope::sequence)
        .distinct()
        .toList();
  }

  private static boolean isHeldUp(CountDownLatch held) {
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /**
   * A relay of its own for which some statements fail, or wait as long as the test looks at them.
   */
  private static Relay relay(ConfigurableApplicationContext service, Predicate<String> failing) {
    JdbcClient jdbc =
        JdbcClient.create(new DataSourceThatFails(service.getBean(DataSource.class), failing));
    OutboxSettings settings = service.getBean(OutboxSettings.class);
    return new Relay(
        new OutboxEntries(jdbc),
        new RelayLease(jdbc, "another", settings.lease(), System::nanoTime),
        service.getBean(KafkaClients.class).producer("another"),
        new OutboxSettings(
            settings.attempts(),
            settings.retryAfter(),
            settings.retryAtMost(),
            settings.lease(),
            settings.pollAtMost(),
            Duration.ofMillis(100),
            settings.sequenceRetention()),
        new RelayMeters(new SimpleMeterRegistry()));
  }
}
