package dev.upkeep.notification.delivery;

import dev.upkeep.chassis.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks into the ledger of deliveries. */
class Ledger {
  private final JdbcClient jdbc;

  Ledger(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What to look for; what is absent does not matter.
   *
   * @param run a runbook run
   * @param most how many entries at most
   */
  record Query(
      @Nullable DeliveryState state,
      @Nullable UUID run,
      @Nullable Boolean possibleDuplicate,
      int most) {}

  /** Newest first. */
  List<LedgerEntry> find(Query query) {
    return jdbc.sql(
            """
            SELECT d.delivery_id, t.system_name, t.runbook, t.runbook_run_id, m.kind, d.recipient,
                   d.channel, d.subject, d.state, d.attempts, d.possible_duplicate, d.created_at,
                   d.claimable_at, d.ended_at, d.last_problem, d.remedy
            FROM delivery d
            JOIN message m ON m.message_id = d.message_id
            JOIN message_thread t ON t.runbook_run_id = m.runbook_run_id
            WHERE (:state IS NULL OR d.state = :state)
              AND (:run IS NULL OR m.runbook_run_id = :run)
              AND (:possible_duplicate IS NULL OR d.possible_duplicate = :possible_duplicate)
            ORDER BY d.created_at DESC, d.delivery_id
            LIMIT :most
            """)
        .param("state", query.state() == null ? null : query.state().name())
        .param("run", query.run())
        .param("possible_duplicate", query.possibleDuplicate())
        .param("most", query.most())
        .query((row, number) -> entry(row))
        .list();
  }

  private static LedgerEntry entry(ResultSet row) throws SQLException {
    return new LedgerEntry(
        Columns.uuid(row, "delivery_id"),
        row.getString("system_name"),
        row.getString("runbook"),
        Columns.uuid(row, "runbook_run_id"),
        row.getString("kind").toLowerCase(Locale.ROOT).replace('_', '-'),
        row.getString("recipient"),
        row.getString("channel").toLowerCase(Locale.ROOT),
        row.getString("subject"),
        DeliveryState.valueOf(row.getString("state")),
        row.getInt("attempts"),
        row.getBoolean("possible_duplicate"),
        Columns.instant(row, "created_at"),
        Columns.instantOrNull(row, "claimable_at"),
        Columns.instantOrNull(row, "ended_at"),
        row.getString("last_problem"),
        row.getString("remedy"));
  }
}
