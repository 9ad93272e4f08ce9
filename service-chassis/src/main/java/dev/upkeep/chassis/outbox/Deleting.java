package dev.upkeep.chassis.outbox;

import dev.upkeep.chassis.outbox.Happening.Deleted;
import dev.upkeep.chassis.outbox.Happening.NotDeleted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Has rows removed that Kafka has acknowledged, many with one statement, while others are sent. To
 * remove such a row is right whoever relays by now, so no lease is asked for. Times are nanoseconds
 * of a monotonic clock.
 */
final class Deleting {
  private static final long WITHIN = Duration.ofMillis(100).toNanos();

  private final TableThread table;
  private final KeyChains chains;
  private final List<Long> acknowledged = new ArrayList<>();
  private boolean underWay;
  private long deleteBy;
  private long notBefore;

  Deleting(TableThread table, KeyChains chains, long now) {
    this.table = table;
    this.chains = chains;
    this.notBefore = now;
  }

  /** A row was acknowledged; the chains know of it until it is no longer in the table. */
  void acknowledged(OutboxEntry entry, long now) {
    if (acknowledged.isEmpty()) {
      deleteBy = now + WITHIN;
    }
    acknowledged.add(entry.seq());
  }

  /** Begins to delete if there is enough to delete, or nothing else to wait for. */
  void begin(long now) {
    boolean enough =
        acknowledged.size() >= OutboxEntries.MOST_AT_ONCE
            || now - deleteBy >= 0
            || chains.inFlight() == 0;
    if (underWay || acknowledged.isEmpty() || !enough || now - notBefore < 0) {
      return;
    }
    List<Long> some =
        acknowledged.subList(0, Math.min(acknowledged.size(), OutboxEntries.MOST_AT_ONCE));
    underWay = true;
    table.delete(List.copyOf(some));
    some.clear();
  }

  void deleted(Deleted deleted) {
    underWay = false;
    chains.deleted(deleted.seqs());
  }

  /** The database failed: it is asked again, but not before this instant. */
  void failed(NotDeleted failed, long notBefore) {
    underWay = false;
    acknowledged.addAll(failed.seqs());
    this.notBefore = notBefore;
  }

  /** Whether everything that was acknowledged is deleted. */
  boolean isDone() {
    return acknowledged.isEmpty() && !underWay;
  }
}
