package dev.upkeep.chassis.inbox;

import static dev.upkeep.chassis.Told.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.TestServers;
import dev.upkeep.chassis.TestService;
import dev.upkeep.chassis.TopicReader;
import dev.upkeep.chassis.audit.AuditTrail;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.inbox.QuarantineDesk.Settled;
import dev.upkeep.events.Event;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventCodec;
import dev.upkeep.events.envelope.EventEnvelope;
import dev.upkeep.events.envelope.UnacceptableEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.simple.JdbcClient;

class InboxTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static KafkaProducer<byte[], byte[]> producer;

  private static ConfigurableApplicationContext service;
  private static Taken taken;

  private final UUID correlation = UUID.randomUUID();
  private final Map<String, Double> before = new HashMap<>();

  @BeforeAll
  static void start() {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    service =
        TestService.onNewSchema()
            .with("upkeep.service", "inbox-test")
            .with("upkeep.inbox.retry-after", "5ms")
            .with(Listening.class)
            .start();
    taken = service.getBean(Taken.class);
  }

  @AfterAll
  static void stop() {
    service.close();
    producer.close();
  }

  /** The topic is shared with other tests: what they left is behind us once our marks came. */
  @BeforeEach
  void pastWhatOthersLeft() {
    taken.mended = false;
    for (int partition = 0; partition < Topic.RUNS.partitions(); partition++) {
      ProducerRecord<byte[], byte[]> mark = record(event(UUID.randomUUID(), "mark", 1), partition);
      send(mark);
    }
    await().atMost(PATIENCE).until(() -> effects().size() == Topic.RUNS.partitions());
    jdbc().sql("DELETE FROM effect").update();
    taken.refusals.clear();
    taken.attempts.set(0);
    for (String counter : List.of("repeated", "gaps", "late", "retried")) {
      before.put(counter, meter(counter));
    }
  }

  @Test
  void appliesAnEventThatIsDeliveredFiveTimesOnce() {
    UUID key = UUID.randomUUID();
    for (int n = 1; n <= 20; n++) {
      EventEnvelope<Event> event = event(key, "event " + n, n);
      for (int copy = 0; copy < 5; copy++) {
        send(event);
      }
    }

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(counted("repeated")).isEqualTo(80));
    assertThat(effects()).hasSize(20).doesNotHaveDuplicates();
    assertThat(counted("gaps")).isZero();
  }

  @Test
  void countsAGapAndGoesOnWithoutWaiting() {
    UUID key = UUID.randomUUID();
    send(event(key, "first", 1));
    send(event(key, "fourth", 4));
    send(event(key, "second, late", 2));

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(effects()).hasSize(3));
    assertThat(counted("gaps")).isEqualTo(1);
    assertThat(counted("late")).isEqualTo(1);
  }

  @Test
  void comesBackForAsLongAsTheDatabaseIsInTrouble() {
    taken.trouble.set(7);
    send(event(UUID.randomUUID(), "patient", 1));
    send(event(UUID.randomUUID(), "behind it", 1));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(effects()).containsExactlyInAnyOrder("patient", "behind it"));
    assertThat(quarantined()).isZero();
    assertThat(counted("retried")).isPositive();
  }

  @Test
  void putsAMessageWhoseHandlingKeepsFailingIntoQuarantineAndGoesOn() {
    UUID key = UUID.randomUUID();
    send(event(key, "good", 1));
    send(event(key, "fails", 2));
    send(event(key, "errs", 3));
    send(event(key, "refused", 4));
    send(event(key, "good again", 5));

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(effects()).containsExactly("good", "good again"));
    assertThat(reasons()).containsExactlyInAnyOrder("FAILED", "FAILED", "REFUSED");
    assertThat(taken.refusals).hasSize(3);
    assertThat(taken.attempts.get()).isEqualTo(1 + 3);
  }

  @Test
  void copiesWhatIsInQuarantineToTheDeadLetterTopicAsItWas() {
    byte[] garbage = ("garbage " + correlation).getBytes(StandardCharsets.UTF_8);
    send(new ProducerRecord<>(Topic.RUNS.topicName(), null, null, garbage));

    try (TopicReader deadLetters =
        new TopicReader(TestServers.kafka().bootstrapServers(), Topic.RUNS.deadLetterName())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(deadLetters.records())
                      .anySatisfy(
                          copy -> {
                            assertThat(copy.value()).isEqualTo(garbage);
                            assertThat(copy.key()).isNull();
                            assertThat(copy.headers().lastHeader("upkeep-reason").value())
                                .asString()
                                .isEqualTo("NOT_A_CLOUD_EVENT");
                          }));
    }
  }

  @Test
  void replaysARecordOnceItsCauseIsMendedAndLetsAnotherBeDropped() {
    UUID key = UUID.randomUUID();
    send(event(key, "fails", 1));
    send(event(key, "refused", 2));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(quarantined()).isEqualTo(2));
    QuarantineDesk desk = desk();
    UUID failed = quarantinedAs("FAILED");
    UUID refused = quarantinedAs("REFUSED");

    assertThat(desk.replay(failed, "anna", "try"))
        .isEqualTo(
            new Settled.NotPossible(
                "it is still refused (FAILED): handling it failed 1 times: IllegalStateException:"
                    + " meant to fail"));
    assertThat(desk.replay(refused, "anna", "try"))
        .isInstanceOfSatisfying(
            Settled.NotPossible.class, no -> assertThat(no.because()).contains("REFUSED"));
    taken.mended = true;
    assertThat(desk.replay(failed, "anna", "mended")).isEqualTo(new Settled.Done("replayed"));
    assertThat(desk.replay(failed, "anna", "again"))
        .isEqualTo(new Settled.NotPossible("the record is REPLAYED already"));
    assertThat(desk.drop(refused, "anna", "obsolete")).isEqualTo(new Settled.Done("dropped"));
    assertThat(desk.drop(UUID.randomUUID(), "anna", "?")).isEqualTo(new Settled.NotThere());

    assertThat(effects()).containsExactly("fails");
    assertThat(quarantined()).isZero();
    assertThat(jdbc().sql("SELECT why FROM audit ORDER BY seq").query(String.class).list())
        .containsExactly("mended", "obsolete");
  }

  private QuarantineDesk desk() {
    InboxParts parts = service.getBean(InboxParts.class);
    return new QuarantineDesk(
        parts.quarantine(),
        Map.of(taken.name(), parts.takingIn(taken)),
        service.getBean(Transactions.class),
        service.getBean(AuditTrail.class),
        Clock.systemUTC());
  }

  private EventEnvelope<Event> event(UUID key, String mark, long sequence) {
    return new EventEnvelope<>(
        UUID.randomUUID(),
        URI.create("/upkeep/test"),
        Instant.parse("2026-11-22T02:00:00Z"),
        correlation,
        sequence,
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        told(key, correlation + "/" + mark));
  }

  private static ProducerRecord<byte[], byte[]> record(
      EventEnvelope<Event> event, Integer partition) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topic.RUNS.topicName(),
            partition,
            event.event().key().getBytes(StandardCharsets.UTF_8),
            EventCodec.data(event.event()));
    EventCodec.headers(event)
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  private static void send(EventEnvelope<Event> event) {
    send(record(event, null));
  }

  private static void send(ProducerRecord<byte[], byte[]> record) {
    var _ = producer.send(record);
  }

  /** What was committed under this test's correlation, in the order of commits. */
  private List<String> effects() {
    return jdbc()
        .sql("SELECT mark FROM effect WHERE mark LIKE :mine ORDER BY n")
        .param("mine", correlation + "/%")
        .query(String.class)
        .list()
        .stream()
        .map(mark -> mark.substring(mark.indexOf('/') + 1))
        .toList();
  }

  private long quarantined() {
    return jdbc()
        .sql(
            """
            SELECT COUNT(*) FROM quarantine
            WHERE state = 'WAITING' AND INSTR(record_value, :mine) > 0
            """)
        .param("mine", correlation.toString())
        .query(Long.class)
        .single();
  }

  private List<String> reasons() {
    return jdbc()
        .sql("SELECT reason FROM quarantine WHERE INSTR(record_value, :mine) > 0")
        .param("mine", correlation.toString())
        .query(String.class)
        .list();
  }

  private UUID quarantinedAs(String reason) {
    return jdbc()
        .sql("SELECT id FROM quarantine WHERE reason = :reason AND INSTR(record_value, :mine) > 0")
        .param("reason", reason)
        .param("mine", correlation.toString())
        .query((row, n) -> UUID.fromString(row.getString("id")))
        .single();
  }

  private double counted(String what) {
    return meter(what) - before.getOrDefault(what, 0.0);
  }

  private static double meter(String what) {
    return service.getBean(MeterRegistry.class).get("upkeep.inbox." + what).counter().count();
  }

  private static JdbcClient jdbc() {
    return service.getBean(JdbcClient.class);
  }

  @Configuration(proxyBeanMethods = false)
  static class Listening {
    @Bean
    Taken taken(JdbcClient jdbc) {
      return new Taken(jdbc);
    }
  }

  /** Writes a row for each event; fails where an event's mark says so. */
  static final class Taken implements EventInbound {
    private final JdbcClient jdbc;
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final AtomicInteger trouble = new AtomicInteger();
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile boolean mended;

    Taken(JdbcClient jdbc) {
      this.jdbc = jdbc;
      jdbc.sql("CREATE TABLE effect (n BIGINT AUTO_INCREMENT PRIMARY KEY, mark VARCHAR(200))")
          .update();
    }

    @Override
    public String name() {
      return "taken";
    }

    @Override
    public List<Topic> topics() {
      return List.of(Topic.RUNS);
    }

    @Override
    public void on(EventEnvelope<Event> message) throws UnacceptableEvent {
      String mark = TopicReader.mark(message);
      if (mark.length() > 200) {
        return;
      }
      jdbc.sql("INSERT INTO effect (mark) VALUES (:mark)").param("mark", mark).update();
      String what = mark.substring(mark.indexOf('/') + 1);
      if (what.equals("patient") && trouble.getAndDecrement() > 0) {
        throw new TransientDataAccessResourceException("the server is away for a moment");
      }
      if (what.equals("fails") && !mended) {
        attempts.incrementAndGet();
        throw new IllegalStateException("meant to fail");
      }
      if (what.equals("errs")) {
        throw new StackOverflowError();
      }
      if (what.equals("refused")) {
        throw new UnacceptableEvent(UnacceptableEvent.Reason.REFUSED, "meant to be refused");
      }
    }

    @Override
    public void onRefused(ConsumerRecord<byte[], byte[]> record, String reason, String detail) {
      refusals.add(reason);
    }
  }
}
