package dev.upkeep.benchmarks.outbox;

import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.kafka.HeaderBytes;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.events.MaintenanceProgressed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Events that wait in the outbox. They are written once by the outbox itself, while no relay runs,
 * and kept beside it, so that each round begins with the same rows.
 */
final class Backlog {
  private static final int EVENTS_PER_TRANSACTION = 500;

  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final Keys keys;
  private final int events;

  Backlog(JdbcClient jdbc, Transactions transactions, Keys keys, int events) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.keys = keys;
    this.events = events;
  }

  /** Writes the events, round robin over the keys, and takes the rows aside. */
  void write(Outbox outbox) {
    Cause cause = new Cause(UUID.randomUUID(), null);
    for (int from = 0; from < events; from += EVENTS_PER_TRANSACTION) {
      List<MaintenanceProgressed> some =
          IntStream.range(from, Math.min(events, from + EVENTS_PER_TRANSACTION))
              .mapToObj(i -> keys.event(i % keys.count(), i / keys.count()))
              .toList();
      transactions.inTransaction(() -> outbox.addAll(some, cause));
    }
    jdbc.sql("CREATE TABLE backlog LIKE outbox").update();
    jdbc.sql("INSERT INTO backlog SELECT * FROM outbox").update();
    jdbc.sql("DELETE FROM outbox").update();
  }

  /** Puts the rows back, in the order in which they were written. */
  void restore() {
    transactions.inTransaction(
        () -> {
          jdbc.sql(
                  """
                  INSERT INTO outbox
                    (event_id, topic, msg_key, raw, key_seq, type, headers, data, created_at)
                  SELECT event_id, topic, msg_key, raw, key_seq, type, headers, data, created_at
                  FROM backlog
                  ORDER BY seq
                  """)
              .update();
        });
  }

  /** The same bytes, for a producer without an outbox. */
  List<ProducerRecord<byte[], byte[]>> records() {
    return jdbc.sql("SELECT topic, msg_key, headers, data FROM backlog ORDER BY seq")
        .query(
            (row, number) ->
                new ProducerRecord<>(
                    row.getString("topic"),
                    null,
                    null,
                    row.getBytes("msg_key"),
                    row.getBytes("data"),
                    HeaderBytes.read(row.getBytes("headers"))))
        .list();
  }

  Map<String, Long> perKey() {
    Map<String, Long> counts = new HashMap<>();
    for (int i = 0; i < events; i++) {
      counts.merge(keys.key(i % keys.count()), 1L, Long::sum);
    }
    return counts;
  }
}
