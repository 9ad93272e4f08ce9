package dev.upkeep.chassis.outbox;

import static dev.upkeep.chassis.Told.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.TestServers;
import dev.upkeep.chassis.TestService;
import dev.upkeep.chassis.TopicReader;
import dev.upkeep.chassis.audit.AuditTrail;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.kafka.KafkaClients;
import dev.upkeep.chassis.kafka.TopicAdministration;
import dev.upkeep.embedded.kafka.EmbeddedKafka;
import dev.upkeep.events.Event;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventEnvelope;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class RelayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

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
          .atMost(PATIENCE)
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
      await().atMost(PATIENCE).until(() -> rows(service) == 0);
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
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topic.marks(correlation)).containsExactly("quick"));
          });
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(topic.marks(correlation)).containsExactlyInAnyOrder("quick", "slow"));
    }
  }

  @Test
  void sendsAgainUnderTheSameIdWhatItCouldNotDelete() {
    Map<String, Object> schema = TestServers.newSchema();
    List<UUID> keys = IntStream.range(0, 5).mapToObj(n -> UUID.randomUUID()).toList();
    try (ConfigurableApplicationContext service = TestService.onSchema(schema).start();
        TopicReader topic = TopicReader.ofRuns()) {
      Relay own = service.getBean(Relay.class);
      own.stop();
      JdbcClient dying =
          JdbcClient.create(
              new DataSourceThatFails(
                  service.getBean(DataSource.class), sql -> sql.startsWith("DELETE")));
      Relay killed = relay(service, dying);
      killed.start();
      Transactions transactions = service.getBean(Transactions.class);
      Outbox outbox = service.getBean(Outbox.class);
      transactions.inTransaction(
          () -> {
            for (int n = 1; n <= 3; n++) {
              for (UUID key : keys) {
                outbox.add(told(key, key + " " + n), cause);
              }
            }
          });
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(new HashSet<>(topic.marks(correlation))).hasSize(15));
      killed.stop();
      assertThat(rows(service)).isEqualTo(15);

      own.start();
      await().atMost(PATIENCE).until(() -> rows(service) == 0);

      await().atMost(PATIENCE).until(() -> topic.events(correlation).size() >= 20);
      List<EventEnvelope<Event>> told = topic.events(correlation);
      assertThat(told.stream().map(EventEnvelope::id).distinct()).hasSize(15);
      for (UUID key : keys) {
        assertThat(
                told.stream()
                    .filter(event -> event.event().key().equals(key.toString()))
                    .map(EventEnvelope::sequence)
                    .distinct())
            .containsExactly(1L, 2L, 3L);
      }
    }
  }

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
      await().atMost(PATIENCE).until(() -> waiting.backlog().blocked() == 1);
      await().atMost(PATIENCE).until(() -> waiting.backlog().waiting() == 2);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(topic.marks(correlation)).containsExactly("of another key"));
      WaitingEntries.Waiting blocked = waiting.first(10).getFirst();
      assertThat(blocked.attempts()).isEqualTo(3);
      assertThat(blocked.lastError()).contains("RecordTooLarge");

      transactions.inTransaction(() -> outbox.add(told(other, "still going"), cause));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(topic.marks(correlation))
                      .containsExactly("of another key", "still going"));

      assertThat(waiting.unblock(UUID.randomUUID(), "anna", "wrong id")).isFalse();
      jdbc(service)
          .sql("UPDATE outbox SET data = (SELECT data FROM outbox WHERE blocked = FALSE LIMIT 1)")
          .update();
      assertThat(waiting.unblock(blocked.id(), "anna", "made it smaller")).isTrue();
      await().atMost(PATIENCE).until(() -> rows(service) == 0);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(
                          topic.events(correlation).stream()
                              .filter(event -> event.event().key().equals(refused.toString()))
                              .map(EventEnvelope::sequence))
                      .containsExactly(1L, 2L));
      assertThat(service.getBean(AuditTrail.class).verify()).isEmpty();
      assertThat(jdbc(service).sql("SELECT why FROM audit").query(String.class).single())
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
      await().atMost(PATIENCE).until(() -> rows(service) == 0);

      broker.close();
      for (int n = 0; n < 50; n++) {
        String mark = "while away " + n;
        transactions.inTransaction(() -> outbox.add(told(key, mark), cause));
      }
      await().atMost(PATIENCE).until(() -> meter(service, "upkeep.outbox.failed") > 0);
      assertThat(
              jdbc(service).sql("SELECT MAX(attempts) FROM outbox").query(Integer.class).single())
          .isZero();

      broker = EmbeddedKafka.start(folder);
      await().atMost(PATIENCE).until(() -> rows(service) == 0);
      assertThat(meter(service, "upkeep.outbox.refused")).isZero();
      try (TopicReader topic = new TopicReader(address, Topic.RUNS.topicName())) {
        await()
            .atMost(PATIENCE)
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
            for (int n = 0; n < 100; n++) {
              records.add(UUID.randomUUID(), new ProducerRecord<>(missing, new byte[] {1}));
            }
            service.getBean(Outbox.class).add(told(UUID.randomUUID(), "goes on"), cause);
          });

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(topic.marks(correlation)).containsExactly("goes on"));
      await().atMost(PATIENCE).until(() -> rows(service) == 100);
      assertThat(
              jdbc(service).sql("SELECT MAX(attempts) FROM outbox").query(Integer.class).single())
          .isZero();

      admin.createTopics(List.of(new NewTopic(missing, 1, (short) 1)));
      await().atMost(PATIENCE).until(() -> rows(service) == 0);
    }
  }

  @Test
  void letsAnotherInstanceTakeOverWhenTheFirstEnds() {
    Map<String, Object> schema = TestServers.newSchema();
    ConfigurableApplicationContext first = TestService.onSchema(schema).start();
    await().atMost(PATIENCE).until(() -> first.getBean(Relay.class).isLeading());
    try (ConfigurableApplicationContext second = TestService.onSchema(schema).start();
        TopicReader topic = TopicReader.ofRuns()) {
      assertThat(second.getBean(Relay.class).isLeading()).isFalse();
      first.close();
      second
          .getBean(Transactions.class)
          .inTransaction(
              () -> second.getBean(Outbox.class).add(told(UUID.randomUUID(), "later"), cause));
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(topic.marks(correlation)).containsExactly("later"));
      assertThat(second.getBean(Relay.class).isLeading()).isTrue();
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

  private static Relay relay(ConfigurableApplicationContext service, JdbcClient jdbc) {
    OutboxSettings settings = service.getBean(OutboxSettings.class);
    return new Relay(
        new OutboxEntries(jdbc),
        new RelayLease(jdbc, "killed", settings.lease(), System::nanoTime),
        service.getBean(KafkaClients.class).producer("killed"),
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

  private static double meter(ConfigurableApplicationContext service, String name) {
    return service.getBean(MeterRegistry.class).get(name).counter().count();
  }

  private static long rows(ConfigurableApplicationContext service) {
    return jdbc(service).sql("SELECT COUNT(*) FROM outbox").query(Long.class).single();
  }

  private static JdbcClient jdbc(ConfigurableApplicationContext service) {
    return service.getBean(JdbcClient.class);
  }
}
