package dev.upkeep.notification.delivery;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.events.DeliveryRef;
import dev.upkeep.system.Subscription.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who may send what: deliveries are held by lease, on the database's clock. */
class Claims {

  /** An index on (channel, claimable_at) serves it in order; ended deliveries have no such time. */
  static final String CLAIMABLE =
      """
      SELECT delivery_id
      FROM delivery
      WHERE channel = :channel
        AND claimable_at <= NOW(6)
      ORDER BY claimable_at
      LIMIT :most
      FOR UPDATE SKIP LOCKED
      """;

  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final Duration lease;

  Claims(JdbcClient jdbc, Transactions transactions, Duration lease) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.lease = lease;
  }

  /** Takes what is due, and what a silent sender has left behind, longest due first. */
  List<Claimed> claim(Channel channel, String owner, int most) {
    return transactions.inTransaction(
        () -> {
          List<UUID> due =
              jdbc.sql(CLAIMABLE)
                  .param("channel", channel.name())
                  .param("most", most)
                  .query(UUID.class)
                  .list();
          if (due.isEmpty()) {
            return List.of();
          }
          hold(due, owner);
          return held(due);
        });
  }

  /** MariaDB assigns from left to right: what asks for the old state stands before the new one. */
  private void hold(List<UUID> due, String owner) {
    jdbc.sql(
            """
            UPDATE delivery
            SET possible_duplicate = possible_duplicate OR state = :attempting,
                state = :attempting,
                attempts = attempts + 1,
                fence = fence + 1,
                owner = :owner,
                claimable_at = NOW(6) + INTERVAL :lease MICROSECOND
            WHERE delivery_id IN (:due)
            """)
        .param("attempting", DeliveryState.ATTEMPTING.name())
        .param("owner", owner)
        .param("lease", Micros.of(lease))
        .param("due", due)
        .update();
  }

  private List<Claimed> held(List<UUID> ids) {
    return jdbc.sql(
            """
            SELECT d.delivery_id, d.recipient, d.channel, d.subject, d.fence, d.attempts,
                   d.possible_duplicate, d.answers_to, d.address, d.language, d.zone, d.created_at,
                   m.caused_by, m.runbook_run_id, m.event_type, m.event, m.title,
                   m.correlation_id, m.traceparent, t.system_name
            FROM delivery d
            JOIN message m ON m.message_id = d.message_id
            JOIN message_thread t ON t.runbook_run_id = m.runbook_run_id
            WHERE d.delivery_id IN (:ids)
            ORDER BY d.created_at
            """)
        .param("ids", ids)
        .query((row, number) -> claimed(row))
        .list();
  }

  /** Keeps hold of what is being sent. */
  void renew(Collection<UUID> inFlight, String owner) {
    jdbc.sql(
            """
            UPDATE delivery
            SET claimable_at = NOW(6) + INTERVAL :lease MICROSECOND
            WHERE delivery_id IN (:in_flight)
              AND owner = :owner
              AND state = :attempting
            """)
        .param("lease", Micros.of(lease))
        .param("in_flight", inFlight)
        .param("owner", owner)
        .param("attempting", DeliveryState.ATTEMPTING.name())
        .update();
  }

  private static Claimed claimed(ResultSet row) throws SQLException {
    String answersTo = row.getString("answers_to");
    return new Claimed(
        new DeliveryRef(
            Columns.uuid(row, "delivery_id"),
            row.getString("system_name"),
            row.getString("recipient"),
            row.getString("channel").toLowerCase(Locale.ROOT),
            row.getString("subject"),
            Columns.uuid(row, "caused_by")),
        row.getLong("fence"),
        row.getInt("attempts"),
        row.getBoolean("possible_duplicate"),
        Columns.uuid(row, "runbook_run_id"),
        Optional.ofNullable(answersTo).map(UUID::fromString),
        row.getString("address"),
        Threads.reader(row),
        row.getString("event_type"),
        row.getString("event"),
        row.getString("title"),
        new Cause(Columns.uuid(row, "correlation_id"), row.getString("traceparent")),
        Columns.instant(row, "created_at"));
  }
}
