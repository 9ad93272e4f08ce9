package dev.upkeep.systemtest;

import static org.awaitility.Awaitility.await;

import dev.upkeep.events.Event;
import dev.upkeep.events.Ids;
import dev.upkeep.events.MaintenanceCancelRequested;
import dev.upkeep.events.MaintenanceProgressed;
import dev.upkeep.events.RunbookRunRef;
import dev.upkeep.events.RunbookStarted;
import dev.upkeep.events.TaskAnnounced;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.events.TaskDescription.Access;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventCodec;
import dev.upkeep.events.envelope.EventEnvelope;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records that are all right, for every topic that somebody listens to, and little follows. */
final class GoodRecords {
  static final List<Topic> TOPICS =
      List.of(
          Topic.TRIGGERS,
          Topic.DUE_DATABASE,
          Topic.DUE_DEPLOY,
          Topic.RUNS,
          Topic.RUNBOOKS,
          Topic.CATALOGUE);

  private final Stage stage;

  GoodRecords(Stage stage) {
    this.stage = stage;
  }

  /** The fields of the topic's good records that must be strings. */
  static List<String> fields(Topic topic) {
    return switch (topic) {
      case TRIGGERS -> List.of("payload", "payloadType", "keyid", "sig");
      case DUE_DATABASE, DUE_DEPLOY ->
          List.of("taskRunId", "system", "kind", "component", "requestedBy");
      case RUNS -> List.of("taskRunId", "runbookRunId", "system", "task", "kind", "step");
      case RUNBOOKS -> List.of("runbookRunId", "system", "runbook", "title", "triggeredBy");
      case CATALOGUE -> List.of("kind", "title", "service", "access");
      default -> throw new IllegalArgumentException("nobody listens to " + topic);
    };
  }

  /** The schemas of the services that listen to a topic. */
  static List<String> readersOf(String topic) {
    return switch (Topic.named(topic).orElseThrow()) {
      case TRIGGERS, CATALOGUE -> List.of("upkeep_scheduler");
      case DUE_DATABASE -> List.of("upkeep_db");
      case DUE_DEPLOY -> List.of("upkeep_deploy");
      case RUNS -> List.of("upkeep_scheduler", "upkeep_notification");
      case RUNBOOKS -> List.of("upkeep_notification");
      default -> throw new IllegalArgumentException("nobody listens to " + topic);
    };
  }

  ProducerRecord<byte[], byte[]> record(Topic topic) {
    return topic == Topic.TRIGGERS
        ? new Runs(stage).record("optimize", Map.of(), UUID.randomUUID())
        : record(topic, UUID.randomUUID());
  }

  private static ProducerRecord<byte[], byte[]> record(Topic topic, UUID id) {
    Event event = event(topic);
    EventEnvelope<Event> envelope =
        new EventEnvelope<>(
            id,
            URI.create("/upkeep/test"),
            Clock.systemUTC().instant(),
            UUID.randomUUID(),
            1,
            null,
            event);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic.topicName(),
            event.key().getBytes(StandardCharsets.UTF_8),
            EventCodec.data(event));
    EventCodec.headers(envelope)
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  private static Event event(Topic topic) {
    UUID id = UUID.randomUUID();
    Instant now = Clock.systemUTC().instant();
    TaskRunRef run =
        new TaskRunRef(
            id, id, Stage.SYSTEM, "good", "work", "database.optimize", "database", false);
    return switch (topic) {
      case DUE_DATABASE, DUE_DEPLOY ->
          new MaintenanceCancelRequested(run, "a test", "nobody knows this run");
      case RUNS -> new MaintenanceProgressed(run, "step", 0.5, "half of it", null);
      case RUNBOOKS ->
          new RunbookStarted(
              new RunbookRunRef(id, Stage.SYSTEM, "good", "Good", now, "schedule", false),
              List.of("work"));
      case CATALOGUE ->
          new TaskAnnounced(
              new TaskDescription(
                  "database.of-a-test",
                  "Something that only a test knows",
                  "database",
                  Map.of("type", "object"),
                  Access.READS,
                  List.of("mariadb"),
                  false,
                  false));
      default -> throw new IllegalArgumentException("nobody listens to " + topic);
    };
  }

  /** Sends one to each topic. */
  Round send(KafkaProducer<byte[], byte[]> producer) {
    List<String> effects = new ArrayList<>();
    for (Topic topic : TOPICS) {
      UUID id = UUID.randomUUID();
      if (topic == Topic.TRIGGERS) {
        var _ = producer.send(new Runs(stage).record("locked-out", Map.of(), id));
        effects.add(
            "SELECT 1 FROM upkeep_scheduler.ledger WHERE occurrence = '%s'"
                .formatted(Ids.triggeredRunbookRun("operator", id)));
      } else {
        var _ = producer.send(record(topic, id));
        readersOf(topic.topicName())
            .forEach(
                schema ->
                    effects.add(
                        "SELECT 1 FROM %s.inbox WHERE consumer IN ('due', 'runs', 'catalogue', 'outcomes') AND message_id = '%s'"
                            .formatted(schema, id)));
      }
    }
    return new Round(System.nanoTime(), effects);
  }

  /**
   * One record for each topic, on its way.
   *
   * @param effects a query for each reader, which finds a row once the record has had its effect
   */
  record Round(long sentAt, List<String> effects) {

    /** Waits until all are taken in, and answers how long after they were sent that was. */
    Duration awaitTakenIn(Connection database, Duration patience) {
      String all = effects.stream().collect(Collectors.joining(" UNION ALL "));
      await("good records are taken in")
          .atMost(patience)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> rows(database, all) == effects.size());
      return Duration.ofNanos(System.nanoTime() - sentAt);
    }

    private static int rows(Connection database, String sql) throws SQLException {
      try (Statement statement = database.createStatement();
          ResultSet found = statement.executeQuery(sql)) {
        int rows = 0;
        while (found.next()) {
          rows++;
        }
        return rows;
      }
    }
  }
}
