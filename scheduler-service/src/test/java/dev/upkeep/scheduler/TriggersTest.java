package dev.upkeep.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.events.Ids;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.TaskAnnounced;
import dev.upkeep.events.Topic;
import dev.upkeep.events.trigger.Dsse;
import dev.upkeep.events.trigger.PemKeys;
import dev.upkeep.events.trigger.TriggerKeys;
import dev.upkeep.events.trigger.TriggerRecords;
import dev.upkeep.events.trigger.TriggerRequested;
import dev.upkeep.scheduler.SchedulerUnderTest.Listening;
import dev.upkeep.scheduler.definition.Definitions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Triggers from Kafka: the good ones run once, all others are refused with a reason. */
class TriggersTest {

  private static final String SYSTEM = "lcbp3-dms";
  private static final int OF_EACH = 32;

  private final SchedulerUnderTest scheduler = new SchedulerUnderTest();
  private final Random random = new Random(20261122);
  private KeyPair operator;

  @BeforeEach
  void start() throws IOException {
    for (int i = 0; i < 3; i++) {
      scheduler.write("runbooks/manual-%d.yaml".formatted(i), RunbookFiles.manual("manual-" + i));
    }
    ConfigurableApplicationContext instance = scheduler.start();
    scheduler.tell(Topic.CATALOGUE, new TaskAnnounced(TestTask.OPTIMIZE), UUID.randomUUID());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> instance.getBean(Definitions.class).inForce().runbooks().size() == 3);
    operator = PemKeys.readPair(scheduler.keys().resolve("operator.key"));
  }

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void aGoodTriggerRunsOnceWithItsParametersHoweverOftenItComes() {
    TriggerRequested trigger = good("manual-0", Map.of("first.share", 77, "second.note", "งาน 🛠"));
    Dsse signed = TriggerKeys.sign(trigger, operator);
    try (Listening dues = scheduler.listen(Topic.DUE_DATABASE)) {
      for (int i = 0; i < 5; i++) {
        send(SYSTEM, TriggerRecords.value(signed));
      }
      send(SYSTEM, signed(good("manual-1", Map.of())));
      await().atMost(Duration.ofSeconds(10)).until(() -> started() == 2);
      assertThat(count("ledger")).isEqualTo(2);
      assertThat(count("quarantine")).isZero();
      assertThat(dues.all(MaintenanceDue.class))
          .filteredOn(due -> due.run().runbook().equals("manual-0"))
          .hasSize(1);
      MaintenanceDue due =
          dues.all(MaintenanceDue.class).stream()
              .filter(one -> one.run().runbook().equals("manual-0"))
              .findFirst()
              .orElseThrow();
      assertThat(due.parameters()).isEqualTo(Map.of("share", 77));
      assertThat(due.triggeredBy()).isEqualTo("person:operator");
      assertThat(due.run().runbookRunId())
          .isEqualTo(Ids.triggeredRunbookRun("operator", trigger.triggerId()));
      assertThat(
              scheduler
                  .jdbc()
                  .sql("SELECT reason FROM ledger WHERE outcome = 'STARTED'")
                  .query(String.class)
                  .list())
          .containsExactly("because", "because");
    }
  }

  @Test
  void aTriggerForARunbookThatIsRunningIsSkippedVisibly() {
    send(SYSTEM, signed(good("manual-1", Map.of())));
    TriggerRequested second = good("manual-1", Map.of());
    send(SYSTEM, signed(second));
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(
                        scheduler
                            .jdbc()
                            .sql(
                                "SELECT CONCAT(state, ': ', reason) FROM runbook_run WHERE id = :id")
                            .param(
                                "id",
                                Ids.triggeredRunbookRun("operator", second.triggerId()).toString())
                            .query(String.class)
                            .list())
                    .singleElement()
                    .asString()
                    .startsWith("SKIPPED: still running: run "));
  }

  @Test
  void whatCannotBeBelievedOrDoesNotFitIsRefusedWithAReasonAndNeverRun() throws IOException {
    KeyPair stranger = TriggerKeys.generate();
    KeyPair ann = PemKeys.make(scheduler.keys().resolve("trusted"), "ann");
    TriggerRequested valid = good("manual-2", Map.of());
    send(SYSTEM, signed(valid));
    await().atMost(Duration.ofSeconds(10)).until(() -> started() == 1);

    List<Supplier<ProducerRecord<byte[], byte[]>>> poisons =
        List.of(
            () -> record(SYSTEM, null),
            () -> record(SYSTEM, bytes(random.nextInt(1, 500))),
            () -> record(SYSTEM, "{}".getBytes(StandardCharsets.UTF_8)),
            () -> record(SYSTEM, bytes(65_537 + random.nextInt(1000))),
            () -> record(SYSTEM, truncated(signed(good("manual-0", Map.of())))),
            () -> record(SYSTEM, TriggerRecords.value(unsigned(good("manual-0", Map.of())))),
            () ->
                record(
                    SYSTEM,
                    TriggerRecords.value(TriggerKeys.sign(good("manual-0", Map.of()), stranger))),
            () -> record(SYSTEM, TriggerRecords.value(forged())),
            // ann's key is good, but she is not the operator.
            () ->
                record(
                    SYSTEM,
                    TriggerRecords.value(TriggerKeys.sign(good("manual-0", Map.of()), ann))),
            () -> record(SYSTEM, signed(issued(Instant.now().minusSeconds(3600)))),
            () -> record(SYSTEM, signed(issued(Instant.now().plusSeconds(600)))),
            () -> record(SYSTEM, signed(good("nobody-" + random.nextInt(), Map.of()))),
            () -> record(SYSTEM, signed(good("manual-0", Map.of("first.share", "many")))),
            () -> record(SYSTEM, signed(good("manual-0", Map.of("first.share", 0)))),
            () -> record(SYSTEM, signed(good("manual-0", Map.of("colour", random.nextInt())))),
            // Both tasks have it.
            () -> record(SYSTEM, signed(good("manual-0", Map.of("share", 5)))),
            () -> record(SYSTEM, signed(sameIdAs(valid))),
            () -> record("other-" + random.nextInt(), signed(good("manual-0", Map.of()))));
    List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
    for (int i = 0; i < OF_EACH; i++) {
      poisons.forEach(poison -> all.add(poison.get()));
    }
    assertThat(all).hasSizeGreaterThan(500);
    all.forEach(scheduler::send);
    send(SYSTEM, signed(good("manual-1", Map.of())));

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(refused()).isEqualTo(all.size()));
    await().atMost(Duration.ofSeconds(10)).until(() -> started() == 2);
    assertThat(count("runbook_run")).isEqualTo(2);
    assertThat(count("quarantine")).isEqualTo(all.size());
    assertThat(count("ledger WHERE outcome = 'REFUSED' AND CHAR_LENGTH(reason) > 20"))
        .isEqualTo(all.size());
    for (String reason :
        List.of(
            "there is no envelope",
            "it is not a DSSE envelope",
            "more than the 65536 of a trigger",
            "the envelope has no signature",
            "by a key that is not enrolled",
            "does not fit what it signs",
            "names actor 'operator', but the key belongs to 'ann'",
            "it expired at",
            "ahead of this clock",
            "there is no runbook",
            "cannot be",
            "has a parameter 'colour'; there are: first.note, first.share",
            "say which: first.share, second.share",
            "was taken in before",
            "key is not the trigger")) {
      assertThat(count("ledger WHERE reason LIKE '%" + reason.replace("'", "''") + "%'"))
          .as(reason)
          .isPositive();
    }
  }

  private TriggerRequested good(String runbook, Map<String, Object> parameters) {
    Instant now = Instant.now();
    return new TriggerRequested(
        UUID.randomUUID(),
        "operator",
        SYSTEM,
        runbook,
        parameters,
        false,
        "because",
        now,
        now.plusSeconds(600));
  }

  private static TriggerRequested sameIdAs(TriggerRequested known) {
    return new TriggerRequested(
        known.triggerId(),
        known.actor(),
        known.system(),
        known.runbook(),
        known.parameters(),
        known.dryRun(),
        "something else",
        known.issuedAt(),
        known.expiresAt());
  }

  private TriggerRequested issued(Instant at) {
    return new TriggerRequested(
        UUID.randomUUID(),
        "operator",
        SYSTEM,
        "manual-0",
        Map.of(),
        false,
        null,
        at,
        at.plusSeconds(60));
  }

  private byte[] signed(TriggerRequested trigger) {
    return TriggerRecords.value(TriggerKeys.sign(trigger, operator));
  }

  private Dsse unsigned(TriggerRequested trigger) {
    Dsse signed = TriggerKeys.sign(trigger, operator);
    return new Dsse(signed.payload(), signed.payloadType(), List.of());
  }

  /** Another payload under a good signature. */
  private Dsse forged() {
    Dsse signed = TriggerKeys.sign(good("manual-0", Map.of()), operator);
    byte[] other =
        new String(signed.body(), StandardCharsets.UTF_8)
            .replace("\"dryRun\":false", "\"dryRun\":true")
            .getBytes(StandardCharsets.UTF_8);
    return new Dsse(
        Base64.getEncoder().encodeToString(other), signed.payloadType(), signed.signatures());
  }

  private byte[] truncated(byte[] value) {
    return Arrays.copyOf(value, random.nextInt(1, value.length));
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private void send(String key, byte[] value) {
    scheduler.send(record(key, value));
  }

  private static ProducerRecord<byte[], byte[]> record(String key, byte[] value) {
    return new ProducerRecord<>(
        Topic.TRIGGERS.topicName(), key.getBytes(StandardCharsets.UTF_8), value);
  }

  private int started() {
    return count("ledger WHERE outcome = 'STARTED'");
  }

  private int refused() {
    return count("ledger WHERE outcome = 'REFUSED'");
  }

  private int count(String from) {
    return scheduler.jdbc().sql("SELECT COUNT(*) FROM " + from).query(Integer.class).single();
  }
}
