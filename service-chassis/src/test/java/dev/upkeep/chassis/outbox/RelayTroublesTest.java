package dev.upkeep.chassis.outbox;

import static dev.upkeep.chassis.Told.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.TestServers;
import dev.upkeep.chassis.TestService;
import dev.upkeep.chassis.TopicReader;
import dev.upkeep.chassis.audit.AuditTrail;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.kafka.TopicAdministration;
import dev.upkeep.embedded.kafka.EmbeddedKafka;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventEnvelope;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

class RelayTroublesTest {
  private final UUID correlation = UUID.randomUUID();
  private final Cause cause = new Cause(correlation, null);

  @Test
  void holdsUpOnlyTheKeyOfARowThatIsRefusedUntilAnOperatorUnblocksIt() {
    UUID refused = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    try (ConfigurableApplicationContext service =
            TestService.onNewSchema()
                .with("upkeep.outbox.attempts", 3)
                .with("upkeep.outbox.retry-after", "20ms")
                .start();
        TopicReader topic = TopicReader.ofRuns()) {
      Transactions transactions = service.getBean(Transactions.class);
      Outbox outbox = service.getBean(Outbox.class);
      transactions.inTransaction(
          () -> {
            outbox.add(told(refused, "x".repeat(6_000_000)), cause);
            outbox.add(told(refused, "after the refused"), cause);
            outbox.add(told(other, "of another key"), cause);
          });

      WaitingEntries waiting = service.getBean(WaitingEntries.class);
      await().atMost(OutboxTable.PATIENCE).until(() -> waiting.backlog().blocked() == 1);
      await().atMost(OutboxTable.PATIENCE).until(() -> waiting.backlog().waiting() == 2);
      await()
          .atMost(OutboxTable.PATIENCE)
          .untilAsserted(
              () -> assertThat(topic.marks(correlation)).containsExactly("of another key"));
      WaitingEntries.Waiting blocked = waiting.first(10).getFirst();
      assertThat(blocked.attempts()).isEqualTo(3);
      assertThat(blocked.lastError()).contains("RecordTooLarge");

      transactions.inTransaction(() -> outbox.add(told(other, "still going"), cause));
      await()
          .atMost(OutboxTable.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(topic.marks(correlation))
                      .containsExactly("of another key", "still going"));

      assertThat(waiting.unblock(UUID.randomUUID(), "anna", "wrong id")).isFalse();
      OutboxTable.jdbc(service)
          .sql("UPDATE outbox SET data = (SELECT data FROM outbox WHERE attempts = 0 LIMIT 1)")
          .update();
      assertThat(waiting.unblock(blocked.id(), "anna", "made it smaller")).isTrue();
      await().atMost(OutboxTable.PATIENCE).until(() -> OutboxTable.rows(service) == 0);
      await()
          .atMost(OutboxTable.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(
                          topic.events(correlation).stream()
                              .filter(event -> event.event().key().equals(refused.toString()))
                              .map(EventEnvelope::sequence))
                      .containsExactly(1L, 2L));
      assertThat(service.getBean(AuditTrail.class).verify()).isEmpty();
      assertThat(
              OutboxTable.jdbc(service).sql("SELECT why FROM audit").query(String.class).single())
          .isEqualTo("made it smaller");
    }
  }

  @Test
  void waitsForABrokerThatIsAwayWithoutUsingUpAttempts() {
    Path folder = TestServers.folder("kafka-restarted");
    EmbeddedKafka broker = EmbeddedKafka.start(folder);
    TopicAdministration.createMissing(Map.of("bootstrap.servers", broker.bootstrapServers()));
    String address = broker.bootstrapServers();
    try (ConfigurableApplicationContext service =
        TestService.onNewSchema()
            .with("upkeep.kafka.bootstrap-servers", address)
            .with("upkeep.kafka.properties.request.timeout.ms", "1000")
            .with("upkeep.kafka.properties.delivery.timeout.ms", "2000")
            .with("upkeep.outbox.attempts", 1)
            .start()) {
      Transactions transactions = service.getBean(Transactions.class);
      Outbox outbox = service.getBean(Outbox.class);
      UUID key = UUID.randomUUID();
      transactions.inTransaction(() -> outbox.add(told(key, "before"), cause));
      await().atMost(OutboxTable.PATIENCE).until(() -> OutboxTable.rows(service) == 0);

      broker.close();
      for (int n = 0; n < 50; n++) {
        String mark = "while away " + n;
        transactions.inTransaction(() -> outbox.add(told(key, mark), cause));
      }
      await().atMost(OutboxTable.PATIENCE).until(() -> meter(service, "upkeep.outbox.failed") > 0);
      assertThat(
              OutboxTable.jdbc(service)
                  .sql("SELECT MAX(attempts) FROM outbox")
                  .query(Integer.class)
                  .single())
          .isZero();

      broker = EmbeddedKafka.start(folder);
      await().atMost(OutboxTable.PATIENCE).until(() -> OutboxTable.rows(service) == 0);
      assertThat(meter(service, "upkeep.outbox.refused")).isZero();
      try (TopicReader topic = new TopicReader(address, Topic.RUNS.topicName())) {
        await()
            .atMost(OutboxTable.PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(
                            topic.events(correlation).stream()
                                .map(EventEnvelope::sequence)
                                .distinct())
                        .isEqualTo(LongStream.rangeClosed(1, 51).boxed().toList()));
      }
    } finally {
      broker.close();
    }
  }

  @Test
  void letsOtherTopicsGoOnWhileOneIsMissing() {
    String missing = "missing-" + correlation;
    try (ConfigurableApplicationContext service = TestService.onNewSchema().start();
        TopicReader topic = TopicReader.ofRuns();
        Admin admin =
            Admin.create(Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()))) {
      Transactions transactions = service.getBean(Transactions.class);
      RawRecords records = service.getBean(RawRecords.class);
      transactions.inTransaction(
          () -> {
            for (int n = 0; n < 3_000; n++) {
              records.add(UUID.randomUUID(), new ProducerRecord<>(missing, new byte[] {1}));
            }
            for (int n = 0; n < 6; n++) {
              records.add(UUID.randomUUID(), new ProducerRecord<>(missing, new byte[3_000_000]));
            }
            service.getBean(Outbox.class).add(told(UUID.randomUUID(), "goes on"), cause);
          });

      await()
          .atMost(OutboxTable.PATIENCE)
          .untilAsserted(() -> assertThat(topic.marks(correlation)).containsExactly("goes on"));
      await().atMost(OutboxTable.PATIENCE).until(() -> OutboxTable.rows(service) == 3_006);
      assertThat(
              OutboxTable.jdbc(service)
                  .sql("SELECT MAX(attempts) FROM outbox")
                  .query(Integer.class)
                  .single())
          .isZero();

      admin.createTopics(List.of(new NewTopic(missing, 1, (short) 1)));
      await().atMost(OutboxTable.PATIENCE).until(() -> OutboxTable.rows(service) == 0);
    }
  }

  private static double meter(ConfigurableApplicationContext service, String name) {
    return service.getBean(MeterRegistry.class).get(name).counter().count();
  }
}
