package dev.upkeep.chassis.inbox;

import dev.upkeep.chassis.database.Columns;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ids of messages that were taken in. */
final class InboxEntries {
  private final JdbcClient jdbc;

  InboxEntries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Which of these messages the consumer has taken in already. */
  Set<UUID> seen(String consumer, Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return new HashSet<>();
    }
    return new HashSet<>(
        jdbc.sql(
                """
                SELECT message_id FROM inbox
                WHERE consumer = :consumer AND message_id IN (:ids)
                """)
            .param("consumer", consumer)
            .param("ids", ids)
            .query((row, n) -> Columns.uuid(row, "message_id"))
            .list());
  }

  /** Records that the consumer takes these messages in. */
  void add(String consumer, Collection<UUID> ids, Instant now) {
    if (ids.isEmpty()) {
      return;
    }
    LocalDateTime at = Columns.of(now);
    List<Object[]> rows = ids.stream().map(id -> new Object[] {consumer, id, at}).toList();
    jdbc.sql("INSERT INTO inbox (consumer, message_id, received_at) VALUES :rows")
        .param("rows", rows)
        .update();
  }
}
