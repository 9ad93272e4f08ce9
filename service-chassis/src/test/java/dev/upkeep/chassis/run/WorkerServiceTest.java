package dev.upkeep.chassis.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.TestServers;
import dev.upkeep.chassis.TestService;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.events.EventType;
import dev.upkeep.events.Ids;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventCodec;
import dev.upkeep.events.envelope.EventEnvelope;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A worker service as it is put together for real: due on Kafka, done, told on Kafka. */
class WorkerServiceTest {

  @Configuration(proxyBeanMethods = false)
  @Import(Worker.class)
  static class ScriptedWorker {
    @Bean
    Scripted scripted() {
      Scripted task = new Scripted();
      task.steps = Steps.version(1).then(task.looking("look")).then(task.repeatable("work"));
      return task;
    }

    @Bean
    KnownSystems systems() {
      return system -> Optional.of(RunBench.HASH);
    }
  }

  @Test
  void doesWhatIsDueOnKafkaAndTellsItThere() throws Exception {
    UUID runbookRun = UUID.randomUUID();
    TaskRunRef ref =
        new TaskRunRef(
            Ids.taskRun(runbookRun, "it"),
            runbookRun,
            RunBench.SYSTEM,
            "weekly",
            "it",
            Scripted.KIND,
            "database",
            false);
    Instant now = Instant.now();
    MaintenanceDue due =
        new MaintenanceDue(
            ref, Map.of(), RunBench.HASH, now, now.plusSeconds(600), 600, "schedule");
    try (ConfigurableApplicationContext service =
        TestService.onNewSchema().with(ScriptedWorker.class).start()) {
      send(due);
      send(due);

      List<EventType> told = toldOf(ref);

      assertThat(service.getBean(Scripted.class).effects).containsExactly("look", "work");
      assertThat(told)
          .containsExactly(
              EventType.MAINTENANCE_ACCEPTED,
              EventType.MAINTENANCE_STARTED,
              EventType.MAINTENANCE_PROGRESSED,
              EventType.MAINTENANCE_PROGRESSED,
              EventType.MAINTENANCE_COMPLETED);
    }
  }

  private static void send(MaintenanceDue due) throws Exception {
    EventEnvelope<MaintenanceDue> envelope =
        new EventEnvelope<>(
            UUID.randomUUID(), URI.create("/test"), Instant.now(), UUID.randomUUID(), 1, null, due);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topic.DUE_DATABASE.topicName(), due.key().getBytes(UTF_8), EventCodec.data(due));
    EventCodec.headers(envelope)
        .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(record).get();
    }
  }

  private static List<EventType> toldOf(TaskRunRef ref) {
    List<EventType> told = new ArrayList<>();
    byte[] key = ref.taskRunId().toString().getBytes(StandardCharsets.UTF_8);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                TestServers.kafka().bootstrapServers(),
                "group.id",
                "test-" + UUID.randomUUID(),
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(Topic.RUNS.topicName()));
      await("the run's end on Kafka")
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                for (ConsumerRecord<byte[], byte[]> record :
                    consumer.poll(Duration.ofMillis(100))) {
                  // Other tests leave poison on this broker.
                  if (Arrays.equals(key, record.key())) {
                    told.add(EventCodec.decode(record).type());
                  }
                }
                return told.contains(EventType.MAINTENANCE_COMPLETED);
              });
    }
    return told;
  }
}
