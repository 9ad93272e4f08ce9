package dev.upkeep.chassis.inbox;

import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.outbox.RawRecords;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What every consumer works with. */
final class InboxParts {
  private final Transactions transactions;
  private final Clock clock;
  private final InboxEntries entries;
  private final InboxSequences sequences;
  private final QuarantinedRecords quarantine;

  InboxParts(JdbcClient jdbc, Transactions transactions, RawRecords outbox, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
    this.entries = new InboxEntries(jdbc);
    this.sequences = new InboxSequences(jdbc);
    this.quarantine = new QuarantinedRecords(jdbc, outbox);
  }

  QuarantinedRecords quarantine() {
    return quarantine;
  }

  <M> TakingIn<M> takingIn(Inbound<M> inbound) {
    return new TakingIn<>(inbound, transactions, entries, sequences, quarantine, clock);
  }
}
