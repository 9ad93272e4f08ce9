package dev.upkeep.chassis.outbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the relay has loaded, as one chain per key, and the rule of what may be sent: the first of a
 * chain, and the next when the first is acknowledged. Deciding only: no clock, no threads. Times
 * are nanoseconds of the caller's monotonic clock.
 */
final class KeyChains {
  private final Map<OrderKey, Chain> chains = new HashMap<>();
  private final Deque<Chain> ready = new ArrayDeque<>();
  private final List<Chain> resting = new ArrayList<>();

  /** Loaded, or sent and not yet deleted: a row that is read again is not loaded again. */
  private final Set<Long> known = new HashSet<>();

  private int inFlight;
  private int waiting;
  private long bytes;

  boolean knows(long seq) {
    return known.contains(seq);
  }

  /** How many rows of the table must not be loaded again. */
  int known() {
    return known.size();
  }

  int inFlight() {
    return inFlight;
  }

  /** How many are loaded and not in flight. */
  int waiting() {
    return waiting;
  }

  /** Of everything that is loaded, in flight or not. */
  long bytes() {
    return bytes;
  }

  int loadedOf(OrderKey key) {
    Chain chain = chains.get(key);
    return chain == null ? 0 : chain.entries.size();
  }

  /** Appends an entry to its key's chain; entries of one key come in the order of their rows. */
  void load(OutboxEntry entry, long now) {
    known.add(entry.seq());
    waiting++;
    bytes += entry.bytes();
    Chain chain = chains.computeIfAbsent(entry.key(), key -> new Chain());
    chain.entries.add(entry);
    if (chain.entries.size() > 1) {
      return;
    }
    if (entry.pause().isPositive()) {
      rest(chain, now + entry.pause().toNanos());
    } else {
      ready.add(chain);
    }
  }

  /**
   * Takes the next entry that may be sent; null where there is none. The entry is now in flight.
   */
  @Nullable OutboxEntry next(long now) {
    wakeRested(now);
    Chain chain = ready.poll();
    if (chain == null) {
      return null;
    }
    inFlight++;
    waiting--;
    return chain.entries.getFirst();
  }

  /** The entry was acknowledged: the next of its key may go. */
  void acknowledged(OutboxEntry entry) {
    inFlight--;
    bytes -= entry.bytes();
    Chain chain = chainOf(entry);
    chain.entries.removeFirst();
    if (chain.entries.isEmpty()) {
      chains.remove(entry.key());
    } else {
      ready.add(chain);
    }
  }

  /** The entry was not sent: it is tried again, before anything else of its key. */
  void returned(OutboxEntry entry, long notBefore) {
    inFlight--;
    waiting++;
    rest(chainOf(entry), notBefore);
  }

  /** As {@link #returned}, with what the table now says of the entry. */
  void returnedAs(OutboxEntry entry, OutboxEntry changed, long notBefore) {
    Chain chain = chainOf(entry);
    chain.entries.removeFirst();
    chain.entries.addFirst(changed);
    returned(changed, notBefore);
  }

  /**
   * The entry was not sent, and nothing of its key can be for a while: all of it is forgotten, so
   * that it takes no room, and read again some time.
   */
  void forgotten(OutboxEntry entry) {
    inFlight--;
    Chain chain = chainOf(entry);
    for (OutboxEntry each : chain.entries) {
      known.remove(each.seq());
      bytes -= each.bytes();
    }
    waiting -= chain.entries.size() - 1;
    chains.remove(entry.key());
  }

  /** These rows are no longer in the table. */
  void deleted(Collection<Long> seqs) {
    known.removeAll(seqs);
  }

  /** Forgets everything; only while nothing is in flight. */
  void clear() {
    if (inFlight > 0) {
      throw new IllegalStateException(inFlight + " entries are in flight");
    }
    chains.clear();
    ready.clear();
    resting.clear();
    known.clear();
    waiting = 0;
    bytes = 0;
  }

  private void rest(Chain chain, long until) {
    chain.restsUntil = until;
    resting.add(chain);
  }

  private void wakeRested(long now) {
    for (Iterator<Chain> each = resting.iterator(); each.hasNext(); ) {
      Chain chain = each.next();
      if (now - chain.restsUntil >= 0) {
        each.remove();
        ready.add(chain);
      }
    }
  }

  private Chain chainOf(OutboxEntry entry) {
    Chain chain = chains.get(entry.key());
    if (chain == null || chain.entries.getFirst().seq() != entry.seq()) {
      throw new IllegalStateException(
          "row %d of %s is not first of its key".formatted(entry.seq(), entry.key()));
    }
    return chain;
  }

  private static final class Chain {
    private final Deque<OutboxEntry> entries = new ArrayDeque<>();
    private long restsUntil;
  }
}
