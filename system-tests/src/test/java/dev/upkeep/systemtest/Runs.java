package dev.upkeep.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.cli.CommandFailed;
import dev.upkeep.events.Ids;
import dev.upkeep.events.trigger.PemKeys;
import dev.upkeep.events.trigger.TriggerKeys;
import dev.upkeep.events.trigger.TriggerRecords;
import dev.upkeep.events.trigger.TriggerRequested;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.JsonNode;

/** Runs on the {@link Stage}: asked for by an operator's signed trigger, watched over HTTP. */
final class Runs {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Set<String> ENDS = Set.of("COMPLETED", "FAILED", "CANCELLED", "SKIPPED");
  private static final String OPERATOR = "operator";

  private final Stage stage;

  Runs(Stage stage) {
    this.stage = stage;
  }

  /** Puts a trigger on the topic; answers with the id of the run that it becomes. */
  UUID trigger(String runbook, Map<String, Object> parameters) {
    return trigger(runbook, parameters, UUID.randomUUID());
  }

  UUID trigger(String runbook, Map<String, Object> parameters, UUID triggerId) {
    Topics.send(stage.bootstrapServers(), record(runbook, parameters, triggerId));
    return Ids.triggeredRunbookRun(OPERATOR, triggerId);
  }

  ProducerRecord<byte[], byte[]> record(
      String runbook, Map<String, Object> parameters, UUID triggerId) {
    Instant now = Clock.systemUTC().instant();
    TriggerRequested trigger =
        new TriggerRequested(
            triggerId,
            OPERATOR,
            Stage.SYSTEM,
            runbook,
            parameters,
            false,
            "a test",
            now,
            now.plus(Duration.ofMinutes(10)));
    try {
      var key = PemKeys.readPair(stage.folder().resolve("data/keys/operator.key"));
      return new ProducerRecord<>(
          "upkeep.triggers",
          Stage.SYSTEM.getBytes(StandardCharsets.UTF_8),
          TriggerRecords.value(TriggerKeys.sign(trigger, key)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the run's end, through whatever happens to the platform meanwhile. */
  JsonNode awaitEnd(UUID run) {
    return awaitEnd(run, () -> {});
  }

  /**
   * As {@link #awaitEnd(UUID)}.
   *
   * @param meanwhile is done between two looks
   */
  JsonNode awaitEnd(UUID run, Runnable meanwhile) {
    return await("run " + run + " has ended")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreException(CommandFailed.class)
        .until(
            () -> {
              meanwhile.run();
              return stage.api().get("/runs/" + run);
            },
            found -> ENDS.contains(found.path("state").asString()));
  }

  /** Waits until everybody was told, or nobody will be any more; answers with the deliveries. */
  List<JsonNode> awaitDeliveries(UUID run, int expected) {
    await(expected + " messages about run " + run)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreException(CommandFailed.class)
        .untilAsserted(
            () ->
                assertThat(deliveries(run))
                    .hasSize(expected)
                    .allSatisfy(
                        one -> assertThat(one.path("state").asString()).isEqualTo("ACCEPTED")));
    return deliveries(run);
  }

  List<JsonNode> deliveries(UUID run) {
    return stage
        .api()
        .get("notification-service", "/deliveries?run=" + run)
        .path("deliveries")
        .valueStream()
        .toList();
  }

  /**
   * The run of the runbook {@code cleanup} completed, one end of it and of its task was told on the
   * topics, and each who subscribed was told once: two mails, one message in the chat.
   */
  void assertCompletedOnceAndToldOnce(UUID run, int chatsBefore) {
    assertThat(awaitEnd(run).path("state").asString()).isEqualTo("COMPLETED");
    awaitDeliveries(run, 3);
    assertThat(stage.mail().about(run))
        .extracting(MailServer.Mail::to)
        .containsExactlyInAnyOrder("ops@example.org", "dc@example.org");
    assertThat(stage.chat().completionsOf("cleanup")).isEqualTo(chatsBefore + 1);
    Topics topics = Topics.readAll(stage.bootstrapServers());
    String task = Ids.taskRun(run, "work").toString();
    assertThat(topics.eventIds("upkeep.runbooks", run.toString(), "runbook-completed")).hasSize(1);
    assertThat(topics.eventIds("upkeep.runbooks", run.toString(), "runbook-failed")).isEmpty();
    assertThat(topics.eventIds("upkeep.runs", task, "maintenance-completed")).hasSize(1);
    assertThat(topics.eventIds("upkeep.due.database", task, "maintenance-due")).hasSize(1);
  }
}
