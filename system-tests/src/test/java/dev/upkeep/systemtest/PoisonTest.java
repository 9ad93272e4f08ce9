package dev.upkeep.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.kafka.HeaderBytes;
import dev.upkeep.events.Topic;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

/**
 * Records that nobody can read, on every topic that a service listens to, between good ones: each
 * is kept byte for byte by everyone who met it, and nobody else has to wait for it.
 */
class PoisonTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * How much longer a good record may take because of poison, from being sent until its effect can
   * be seen, than one among its like on the same machine in the same minute.
   */
  private static final Duration DELAY_LIMIT = Duration.ofSeconds(2);

  /** Poisons come mixed in, not as a flood faster than anybody could read. */
  private static final int POISONS_PER_ROUND = 3;

  private final Stage stage = Stage.shared();
  private final GoodRecords good = new GoodRecords(stage);

  /** A record on its way, and where it landed. */
  private record Sent(ProducerRecord<byte[], byte[]> record, RecordMetadata place) {}

  @Test
  void everyPoisonIsKeptByteForByteAndDelaysNobody() throws Exception {
    Map<Topic, List<ProducerRecord<byte[], byte[]>>> poison = corpus();
    assertThat(distinct(poison)).isGreaterThanOrEqualTo(500);
    List<Sent> sent = new ArrayList<>();
    Duration slowest = Duration.ZERO;
    Duration undisturbed = Duration.ZERO;
    int rounds = 0;
    try (KafkaProducer<byte[], byte[]> producer = Topics.producer(stage.bootstrapServers());
        Connection database = stage.mariaDb().connectAsRoot()) {
      GoodRecords.Round first = good.send(producer);
      first.awaitTakenIn(database, PATIENCE);
      for (int from = 0; poison.values().stream().anyMatch(hasMore(from)); ) {
        List<ProducerRecord<byte[], byte[]>> some = some(poison, from);
        List<Future<RecordMetadata>> places = some.stream().map(producer::send).toList();
        GoodRecords.Round round = good.send(producer);
        for (int n = 0; n < some.size(); n++) {
          sent.add(new Sent(some.get(n), places.get(n).get()));
        }
        Duration took = round.awaitTakenIn(database, PATIENCE);
        slowest = longer(slowest, took);
        undisturbed = longer(undisturbed, good.send(producer).awaitTakenIn(database, PATIENCE));
        from += POISONS_PER_ROUND;
        rounds++;
      }
      Lag.awaitNone(stage.bootstrapServers());
      for (Sent one : sent) {
        assertKept(database, one);
      }
    }

    System.out.printf(
        "PoisonTest: %d poisons; of %d good records the slowest took %d ms, undisturbed %d ms%n",
        sent.size(),
        2 * rounds * GoodRecords.TOPICS.size(),
        slowest.toMillis(),
        undisturbed.toMillis());
    assertThat(slowest.minus(undisturbed)).isLessThan(DELAY_LIMIT);
    assertEveryConsumerIsWell();
    await("the dead letters are on their topics").atMost(PATIENCE).until(() -> waiting() == 0);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private Map<Topic, List<ProducerRecord<byte[], byte[]>>> corpus() {
    return GoodRecords.TOPICS.stream()
        .collect(
            Collectors.toMap(
                topic -> topic,
                topic ->
                    Poison.corpus(topic, () -> good.record(topic), GoodRecords.fields(topic))));
  }

  private static java.util.function.Predicate<List<?>> hasMore(int from) {
    return corpus -> from < corpus.size();
  }

  private static List<ProducerRecord<byte[], byte[]>> some(
      Map<Topic, List<ProducerRecord<byte[], byte[]>>> poison, int from) {
    return poison.values().stream()
        .flatMap(corpus -> corpus.stream().skip(from).limit(POISONS_PER_ROUND))
        .toList();
  }

  private static int distinct(Map<Topic, List<ProducerRecord<byte[], byte[]>>> poison) {
    Set<List<Object>> distinct = new HashSet<>();
    poison
        .values()
        .forEach(
            corpus ->
                corpus.forEach(
                    one ->
                        distinct.add(
                            List.of(
                                one.topic(),
                                Arrays.hashCode(one.key()),
                                Arrays.hashCode(one.value()),
                                Arrays.hashCode(HeaderBytes.write(one.headers()))))));
    return distinct.size();
  }

  private static void assertKept(Connection database, Sent sent) throws SQLException {
    for (String schema : GoodRecords.readersOf(sent.record().topic())) {
      String sql =
          """
          SELECT record_key, record_value, headers FROM %s.quarantine
           WHERE topic = ? AND partition_no = ? AND offset_no = ?
          """
              .formatted(schema);
      try (PreparedStatement statement = database.prepareStatement(sql)) {
        statement.setString(1, sent.place().topic());
        statement.setInt(2, sent.place().partition());
        statement.setLong(3, sent.place().offset());
        try (ResultSet row = statement.executeQuery()) {
          assertThat(row.next())
              .as("%s keeps %s: %s", schema, sent.place(), clipped(sent.record()))
              .isTrue();
          assertThat(row.getBytes(1)).isEqualTo(sent.record().key());
          assertThat(row.getBytes(2)).isEqualTo(sent.record().value());
          assertThat(row.getBytes(3)).isEqualTo(HeaderBytes.write(sent.record().headers()));
        }
      }
    }
  }

  private static String clipped(ProducerRecord<byte[], byte[]> record) {
    String value = record.value() == null ? "null" : new String(record.value(), UTF_8);
    return value.length() <= 300 ? value : value.substring(0, 300) + "…";
  }

  private void assertEveryConsumerIsWell() {
    for (Stage.Service service : Stage.Service.values()) {
      assertThat(stage.api().get(service.serviceName(), "/status").toString())
          .as(service.serviceName())
          .contains("\"consumersWell\":true");
    }
  }

  private long waiting() throws SQLException {
    return StageTables.number(
        stage,
        """
        SELECT (SELECT COUNT(*) FROM upkeep_scheduler.outbox)
             + (SELECT COUNT(*) FROM upkeep_db.outbox)
             + (SELECT COUNT(*) FROM upkeep_deploy.outbox)
             + (SELECT COUNT(*) FROM upkeep_notification.outbox)
        """);
  }
}
