package dev.upkeep.chassis.audit;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.database.Purge;
import dev.upkeep.chassis.database.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Forgets the beginning of the audit trail once it is old enough. That is an entry of its own,
 * which holds the hash of the last one forgotten: the chain vouches for where it begins now. In
 * lumps, so that forgetting never adds as much as it removes.
 */
final class OldAuditEntries implements Purge {
  static final String ACT = "audit.forget";
  static final int FEWEST = 100;

  private final AuditTrail trail;
  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final Duration retention;
  private final Clock clock;

  OldAuditEntries(
      AuditTrail trail,
      JdbcClient jdbc,
      Transactions transactions,
      Duration retention,
      Clock clock) {
    this.trail = trail;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.retention = retention;
    this.clock = clock;
  }

  @Override
  public String what() {
    return "old entries of the audit trail";
  }

  @Override
  public int purge(int most) {
    return transactions.inTransaction(() -> forget(most));
  }

  private int forget(int most) {
    // Nobody adds to the trail, or forgets of it, meanwhile.
    jdbc.sql("SELECT seq FROM audit_head WHERE id = 1 FOR UPDATE").query(Long.class).single();
    List<Last> old =
        jdbc.sql(
                """
                SELECT seq, hash
                  FROM (SELECT seq, at, hash FROM audit ORDER BY seq LIMIT :most) AS first_entries
                 WHERE at < :before
                 ORDER BY seq
                """)
            .param("most", most)
            .param("before", Columns.of(clock.instant().minus(retention)))
            .query(
                (row, n) ->
                    new Last(row.getLong("seq"), HexFormat.of().formatHex(row.getBytes("hash"))))
            .list();
    if (old.size() < FEWEST) {
      return 0;
    }
    Last last = old.getLast();
    int removed =
        jdbc.sql("DELETE FROM audit WHERE seq <= :last").param("last", last.seq()).update();
    trail.record(
        "upkeep",
        ACT,
        last.asText(),
        "older than %d days, as upkeep.retention.audit says".formatted(retention.toDays()));
    return removed;
  }

  /** Where the last forgetting says that it ended; empty if nothing was ever forgotten. */
  static Optional<String> told(JdbcClient jdbc) {
    return jdbc.sql("SELECT subject FROM audit WHERE what = :act ORDER BY seq DESC LIMIT 1")
        .param("act", ACT)
        .query(String.class)
        .optional();
  }

  /** The last entry that was forgotten. */
  record Last(long seq, String hash) {
    String asText() {
      return "entries up to %d, the last with the hash %s".formatted(seq, hash);
    }
  }
}
