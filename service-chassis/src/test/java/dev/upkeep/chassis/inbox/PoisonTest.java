package dev.upkeep.chassis.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.TestServers;
import dev.upkeep.chassis.TestService;
import dev.upkeep.chassis.kafka.HeaderBytes;
import dev.upkeep.events.Event;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventEnvelope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

class PoisonTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int ROUND = 5;

  @Test
  void keepsEveryHostileRecordByteForByteWhileGoodOnesGoOn() throws Exception {
    List<ProducerRecord<byte[], byte[]>> poison = Poison.corpus();
    assertThat(poison.size()).isGreaterThan(500);
    List<RecordMetadata> places = new ArrayList<>();
    List<UUID> good = new ArrayList<>();
    try (ConfigurableApplicationContext service =
            TestService.onNewSchema()
                .with("upkeep.service", "poison-test")
                .with(Listening.class)
                .start();
        KafkaProducer<byte[], byte[]> producer = producer()) {
      JdbcClient jdbc = service.getBean(JdbcClient.class);
      sendGood(producer);
      await().atMost(PATIENCE).until(() -> count(jdbc, "inbox") > 0);

      Duration undisturbed = slowestWithoutPoison(jdbc, producer);
      for (ProducerRecord<byte[], byte[]> each : poison) {
        places.add(producer.send(each).get());
        good.add(sendGood(producer));
        if (good.size() % ROUND == 0) {
          // Hostile records come mixed in, not as a flood faster than anybody could read.
          await().atMost(PATIENCE).until(() -> mine(jdbc, good) == good.size());
        }
      }

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(mine(jdbc, good)).isEqualTo(good.size());
                assertThat(count(jdbc, "quarantine")).isGreaterThanOrEqualTo(poison.size());
              });
      for (int n = 0; n < poison.size(); n++) {
        assertKept(jdbc, poison.get(n), places.get(n));
      }
      // A machine that is slow for good records alone is no measure of what the poison costs.
      assertThat(slowest(jdbc, good))
          .isLessThan(Duration.ofSeconds(2).plus(undisturbed.multipliedBy(3)));
      assertThat(service.getBean(Consumers.class).areWell()).isTrue();
      await().atMost(PATIENCE).until(() -> count(jdbc, "outbox") == 0);
    }
  }

  /** What the machine takes at this moment for good records alone. */
  private static Duration slowestWithoutPoison(
      JdbcClient jdbc, KafkaProducer<byte[], byte[]> producer) {
    List<UUID> alone = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      for (int n = 0; n < ROUND; n++) {
        alone.add(sendGood(producer));
      }
      await().atMost(PATIENCE).until(() -> mine(jdbc, alone) == alone.size());
    }
    return slowest(jdbc, alone);
  }

  private static void assertKept(
      JdbcClient jdbc, ProducerRecord<byte[], byte[]> sent, RecordMetadata place) {
    jdbc.sql(
            """
            SELECT record_key, record_value, headers FROM quarantine
            WHERE topic = :topic AND partition_no = :partition AND offset_no = :offset
            """)
        .param("topic", place.topic())
        .param("partition", place.partition())
        .param("offset", place.offset())
        .query(
            (row, n) -> {
              assertThat(row.getBytes("record_key")).isEqualTo(sent.key());
              assertThat(row.getBytes("record_value")).isEqualTo(sent.value());
              assertThat(row.getBytes("headers")).isEqualTo(HeaderBytes.write(sent.headers()));
              return true;
            })
        .single();
  }

  private static UUID sendGood(KafkaProducer<byte[], byte[]> producer) {
    EventEnvelope<Event> event = Poison.event("good");
    ProducerRecord<byte[], byte[]> record = Poison.good(event);
    record.headers().add("spring_json_header_types", new byte[] {1, 2, 3});
    var _ = producer.send(record);
    return event.id();
  }

  /** From being written to being taken in. */
  private static Duration slowest(JdbcClient jdbc, List<UUID> ids) {
    return Duration.ofNanos(
        jdbc.sql("SELECT MAX(micros) FROM took WHERE id IN (:ids)")
                .param("ids", ids)
                .query(Long.class)
                .single()
            * 1_000);
  }

  private static long mine(JdbcClient jdbc, List<UUID> ids) {
    return jdbc.sql("SELECT COUNT(*) FROM inbox WHERE message_id IN (:ids)")
        .param("ids", ids)
        .query(Long.class)
        .single();
  }

  private static long count(JdbcClient jdbc, String table) {
    return jdbc.sql("SELECT COUNT(*) FROM " + table).query(Long.class).single();
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            TestServers.kafka().bootstrapServers(),
            "max.request.size",
            6_000_000),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  @Configuration(proxyBeanMethods = false)
  static class Listening {
    @Bean
    Inbound<EventEnvelope<Event>> taken(JdbcClient jdbc) {
      jdbc.sql("CREATE TABLE took (id UUID PRIMARY KEY, micros BIGINT)").update();
      return new EventInbound() {
        @Override
        public String name() {
          return "poison";
        }

        @Override
        public List<Topic> topics() {
          return List.of(Topic.RUNS);
        }

        @Override
        public void on(EventEnvelope<Event> message) {
          long micros = Duration.between(message.time(), Instant.now()).toNanos() / 1_000;
          jdbc.sql("INSERT INTO took VALUES (:id, :micros)")
              .param("id", message.id())
              .param("micros", micros)
              .update();
        }
      };
    }
  }
}
