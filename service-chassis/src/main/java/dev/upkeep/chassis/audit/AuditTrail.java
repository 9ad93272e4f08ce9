package dev.upkeep.chassis.audit;

import dev.upkeep.chassis.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The account of what people did. */
public final class AuditTrail {
  private static final int AT_ONCE = 1_000;

  private final JdbcClient jdbc;
  private final Clock clock;

  AuditTrail(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Adds an entry to the transaction that does what is recorded.
   *
   * @param who the person, as authenticated
   * @param what the act, as in {@code quarantine.drop}
   * @param subject what it is done to
   * @param why the reason given
   * @throws IllegalStateException outside a transaction
   * @throws IllegalArgumentException if a text is too long to be kept whole
   */
  public void record(String who, String what, String subject, String why) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("an act is recorded in the transaction that does it");
    }
    requireFits("who", who, 100);
    requireFits("what", what, 100);
    requireFits("subject", subject, 255);
    requireFits("why", why, 1000);
    Head head =
        jdbc.sql("SELECT seq, hash FROM audit_head WHERE id = 1 FOR UPDATE")
            .query((row, n) -> new Head(row.getLong("seq"), hex(row, "hash")))
            .single();
    AuditEntry entry =
        new AuditEntry(
            head.seq() + 1,
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            who,
            what,
            subject,
            why,
            head.hash());
    byte[] hash = HexFormat.of().parseHex(entry.hash());
    jdbc.sql(
            """
            INSERT INTO audit (seq, at, who, what, subject, why, previous, hash)
            VALUES (:seq, :at, :who, :what, :subject, :why, :previous, :hash)
            """)
        .param("seq", entry.seq())
        .param("at", Columns.of(entry.at()))
        .param("who", who)
        .param("what", what)
        .param("subject", subject)
        .param("why", why)
        .param("previous", HexFormat.of().parseHex(entry.previous()))
        .param("hash", hash)
        .update();
    jdbc.sql("UPDATE audit_head SET seq = :seq, hash = :hash WHERE id = 1")
        .param("seq", entry.seq())
        .param("hash", hash)
        .update();
  }

  /**
   * Walks the chain from its first entry, or from where the last forgetting says that it begins, to
   * its head.
   *
   * @return what is wrong, naming the first entry that does not fit; empty if nothing is
   */
  public Optional<String> verify() {
    OldAuditEntries.Last beginning = beginning();
    if (beginning.seq() > 0
        && !OldAuditEntries.told(jdbc).equals(Optional.of(beginning.asText()))) {
      return Optional.of("entry %d is missing".formatted(beginning.seq()));
    }
    long seq = beginning.seq();
    String hash = beginning.hash();
    while (true) {
      List<Kept> some = after(seq);
      for (Kept kept : some) {
        AuditEntry entry = kept.entry();
        if (entry.seq() != seq + 1) {
          return Optional.of("entry %d is missing".formatted(seq + 1));
        }
        if (!entry.previous().equals(hash)) {
          return Optional.of("entry %d does not follow the one before it".formatted(entry.seq()));
        }
        if (!entry.hash().equals(kept.hash())) {
          return Optional.of("entry %d was changed".formatted(entry.seq()));
        }
        seq = entry.seq();
        hash = kept.hash();
      }
      if (some.size() < AT_ONCE) {
        return headFits(seq, hash);
      }
    }
  }

  /** What the first entry that is there says of the one before it. */
  private OldAuditEntries.Last beginning() {
    return jdbc.sql("SELECT seq, previous FROM audit ORDER BY seq LIMIT 1")
        .query((row, n) -> new OldAuditEntries.Last(row.getLong("seq") - 1, hex(row, "previous")))
        .optional()
        .orElse(new OldAuditEntries.Last(0, AuditEntry.BEFORE_THE_FIRST));
  }

  private Optional<String> headFits(long seq, String hash) {
    Head head = head();
    return head.seq() == seq && head.hash().equals(hash)
        ? Optional.empty()
        : Optional.of("the chain ends at entry %d, its head says %d".formatted(seq, head.seq()));
  }

  /** Where the chain ends. */
  Head head() {
    return jdbc.sql("SELECT seq, hash FROM audit_head WHERE id = 1")
        .query((row, n) -> new Head(row.getLong("seq"), hex(row, "hash")))
        .single();
  }

  private List<Kept> after(long seq) {
    return jdbc.sql(
            """
            SELECT seq, at, who, what, subject, why, previous, hash FROM audit
            WHERE seq > :seq ORDER BY seq LIMIT :most
            """)
        .param("seq", seq)
        .param("most", AT_ONCE)
        .query(
            (row, n) ->
                new Kept(
                    new AuditEntry(
                        row.getLong("seq"),
                        Columns.instant(row, "at"),
                        row.getString("who"),
                        row.getString("what"),
                        row.getString("subject"),
                        row.getString("why"),
                        hex(row, "previous")),
                    hex(row, "hash")))
        .list();
  }

  private static String hex(ResultSet row, String column) throws SQLException {
    return HexFormat.of().formatHex(row.getBytes(column));
  }

  private static void requireFits(String name, String text, int most) {
    if (text.length() > most) {
      throw new IllegalArgumentException(
          "%s has %d characters, more than the %d that are kept"
              .formatted(name, text.length(), most));
    }
  }

  /**
   * The last entry.
   *
   * @param seq 0 if there is none
   */
  record Head(long seq, String hash) {}

  private record Kept(AuditEntry entry, String hash) {}
}
