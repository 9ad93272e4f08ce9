package dev.upkeep.chassis.inbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Follows the sequence numbers of each key, and says when one is missing or late. Only says so: a
 * missing event is never waited for, and a late one is handed on, since those who take events in
 * are state machines that know a late one when they see it.
 */
final class InboxSequences {
  private static final Logger log = LoggerFactory.getLogger(InboxSequences.class);

  private final JdbcClient jdbc;

  InboxSequences(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Notes events in the order in which they came. */
  Irregularities follow(String consumer, List<Numbered> events, Instant now) {
    if (events.isEmpty()) {
      return new Irregularities(0, 0);
    }
    Map<Place, Long> last =
        last(consumer, events.stream().map(Numbered::place).distinct().toList());
    int missing = 0;
    int late = 0;
    Map<Place, Long> moved = new HashMap<>();
    for (Numbered event : events) {
      Long before = last.get(event.place());
      if (before != null && event.sequence() <= before) {
        late++;
        continue;
      }
      if (before != null && event.sequence() > before + 1) {
        missing++;
        log.warn(
            "{} saw event {} of key {} on {} after event {}: what is between is missing or late;"
                + " going on",
            consumer,
            event.sequence(),
            event.place().readableKey(),
            event.place().topic(),
            before);
      }
      last.put(event.place(), event.sequence());
      moved.put(event.place(), event.sequence());
    }
    write(consumer, moved, now);
    return new Irregularities(missing, late);
  }

  private Map<Place, Long> last(String consumer, List<Place> places) {
    Map<Place, Long> last = new HashMap<>();
    jdbc.sql(
            """
            SELECT topic, msg_key, last_seq FROM inbox_sequence
            WHERE consumer = :consumer AND (topic, msg_key) IN (:places)
            """)
        .param("consumer", consumer)
        .param(
            "places",
            places.stream().map(place -> new Object[] {place.topic(), place.keyBytes()}).toList())
        .query(
            row -> {
              last.put(
                  Place.of(row.getString("topic"), row.getBytes("msg_key")),
                  row.getLong("last_seq"));
            });
    return last;
  }

  private void write(String consumer, Map<Place, Long> moved, Instant now) {
    if (moved.isEmpty()) {
      return;
    }
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    List<Object[]> rows = new ArrayList<>();
    moved.forEach(
        (place, sequence) ->
            rows.add(new Object[] {consumer, place.topic(), place.keyBytes(), sequence, today}));
    jdbc.sql(
            """
            INSERT INTO inbox_sequence (consumer, topic, msg_key, last_seq, seen_on)
            VALUES :rows
            ON DUPLICATE KEY UPDATE
              last_seq = GREATEST(last_seq, VALUES(last_seq)), seen_on = VALUES(seen_on)
            """)
        .param("rows", rows)
        .update();
  }

  /** An event's number under its key. */
  record Numbered(Place place, long sequence) {}

  /**
   * What is numbered together.
   *
   * @param key the key's bytes, one character for each
   */
  record Place(String topic, String key) {
    static Place of(String topic, byte[] key) {
      return new Place(topic, new String(key, StandardCharsets.ISO_8859_1));
    }

    byte[] keyBytes() {
      return key.getBytes(StandardCharsets.ISO_8859_1);
    }

    String readableKey() {
      return new String(keyBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * What was odd.
   *
   * @param missing how many gaps there were
   * @param late how many events came after a later one of their key
   */
  record Irregularities(int missing, int late) {}
}
