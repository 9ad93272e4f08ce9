package dev.upkeep.chassis.outbox;

import dev.upkeep.chassis.outbox.Happening.Looked;
import dev.upkeep.chassis.outbox.Happening.Read;
import dev.upkeep.chassis.outbox.Happening.Scanned;
import dev.upkeep.chassis.outbox.OutboxEntries.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings rows from the table into the chains while others are sent: decides when, how many and
 * which. One fetch at a time: a scan, then the rows it found, some after some; with nothing loaded
 * a look at the first few, since after idleness they are all there is. Times are nanoseconds of a
 * monotonic clock.
 */
final class Fetching {
  /** Rows that one look brings; any of them may be a large one. */
  static final int FEW = 16;

  /** Rows that one scan looks at beyond those that are loaded. */
  private static final int PAGE = 4_000;

  private static final int LONGEST_PAGE = 100_000;

  /** So that one key with many rows leaves room for others. */
  private static final int LOADED_PER_KEY = 64;

  /** Below this many waiting rows the next are fetched. */
  private static final int FETCH_BELOW = 2_000;

  private static final long SHORTEST_POLL = Duration.ofMillis(50).toNanos();

  private final TableThread table;
  private final KeyChains chains;
  private final long longestPoll;

  /** Found by the scan and not read yet. */
  private List<Long> unread = List.of();

  /** What was scanned of these may lack the row that blocks them. */
  private final Set<OrderKey> blockedMeanwhile = new HashSet<>();

  private boolean underWay;
  private long beganAt;
  private boolean wokenMeanwhile;
  private int page = PAGE;
  private boolean more;
  private boolean sawEverything;
  private long pollPause = SHORTEST_POLL;
  private long nextAt;
  private long notBefore;

  Fetching(TableThread table, KeyChains chains, Duration longestPoll, long now) {
    this.table = table;
    this.chains = chains;
    this.longestPoll = longestPoll.toNanos();
    this.nextAt = now;
    this.notBefore = now;
  }

  /** There may be new rows. */
  void wake(long now) {
    pollPause = SHORTEST_POLL;
    sawEverything = false;
    wokenMeanwhile = true;
    nextAt = now - notBefore < 0 ? notBefore : now;
  }

  /** Begins a fetch if it is time for one. */
  void begin(long now) {
    if (underWay || chains.waiting() >= FETCH_BELOW || now - nextAt < 0) {
      return;
    }
    underWay = true;
    beganAt = now;
    wokenMeanwhile = false;
    blockedMeanwhile.clear();
    if (chains.known() == 0 && !more) {
      table.look(FEW);
    } else {
      table.scan(chains.known() + page);
    }
  }

  boolean isUnderWay() {
    return underWay;
  }

  /** Whether the last fetch found nothing new, and nobody has committed since. */
  boolean sawEverything() {
    return sawEverything && !underWay;
  }

  /** How long until it is time for a fetch; answers are worth waiting for longer. */
  long untilNext(long now) {
    boolean waits = underWay || chains.waiting() >= FETCH_BELOW;
    return waits ? longestPoll : Math.clamp(nextAt - now, 0, longestPoll);
  }

  /** Loads what stood first; with as many as were asked for, a scan follows. */
  void looked(Looked looked, long now) {
    boolean none = looked.entries().isEmpty();
    more = looked.entries().size() == looked.most();
    sawEverything = none && !wokenMeanwhile;
    pollPause = none ? Math.min(2 * pollPause, longestPoll) : SHORTEST_POLL;
    load(looked.entries(), now);
    end(now);
  }

  /** Chooses what to read of what was found. */
  void scanned(Scanned scanned, long now) {
    boolean full = scanned.places().size() == scanned.most();
    unread = fresh(scanned.places());
    more = full && !unread.isEmpty();
    // A scan full of rows of a few busy keys must not hide the others.
    page = full && unread.size() < PAGE / 8 ? Math.min(2 * page, LONGEST_PAGE) : PAGE;
    sawEverything = !full && unread.isEmpty() && !wokenMeanwhile;
    pollPause = unread.isEmpty() ? Math.min(2 * pollPause, longestPoll) : SHORTEST_POLL;
    readOn(now);
  }

  private List<Long> fresh(List<Place> places) {
    List<Long> fresh = new ArrayList<>();
    Map<OrderKey, Integer> perKey = new HashMap<>();
    for (Place place : places) {
      if (chains.knows(place.seq())) {
        continue;
      }
      int count = perKey.merge(place.key(), 1, Integer::sum);
      if (chains.loadedOf(place.key()) + count <= LOADED_PER_KEY) {
        fresh.add(place.seq());
      }
    }
    return fresh;
  }

  /** Loads rows that were read. */
  void read(Read read, long now) {
    load(read.entries(), now);
    readOn(now);
  }

  private void load(List<OutboxEntry> entries, long now) {
    for (OutboxEntry entry : entries) {
      if (!blockedMeanwhile.contains(entry.key())) {
        chains.load(entry, now);
      }
    }
  }

  /** One part after the other: were one to fail, what follows it must not overtake it. */
  private void readOn(long now) {
    if (unread.isEmpty()) {
      end(now);
      return;
    }
    int some = Math.min(unread.size(), OutboxEntries.MOST_AT_ONCE);
    table.read(unread.subList(0, some));
    unread = unread.subList(some, unread.size());
  }

  /**
   * A fetch looks at everything that is loaded; so that looking does not become all there is to do
   * when commits come one after the other, it rests for as long as it took.
   */
  private void end(long now) {
    underWay = false;
    notBefore = more ? now : now + (now - beganAt);
    nextAt = more || wokenMeanwhile ? notBefore : now + pollPause;
  }

  /** The database failed: whatever was found is looked for again, but not before this instant. */
  void failed(long notBefore) {
    underWay = false;
    unread = List.of();
    more = false;
    this.notBefore = notBefore;
    nextAt = notBefore;
  }

  /** The key waits for a person. */
  void blocked(OrderKey key) {
    blockedMeanwhile.add(key);
  }
}
