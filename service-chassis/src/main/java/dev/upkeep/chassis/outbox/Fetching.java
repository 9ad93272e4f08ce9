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
  static final int FEW = 8;

  /** Rows that one scan looks at beyond those that are loaded. */
  private static final int PAGE = 4_000;

  private static final int LONGEST_PAGE = 100_000;

  /** So that one key with many rows leaves room for others. */
  private static final int LOADED_PER_KEY = 64;

  /** Below this many waiting rows the next are fetched. */
  private static final int FETCH_BELOW = 2_000;

  /** So much may be loaded at a time; below half of it the next are fetched. */
  static final long MOST_BYTES = 32L * 1024 * 1024;

  private static final long SHORTEST_POLL = Duration.ofMillis(50).toNanos();

  private final TableThread table;
  private final KeyChains chains;
  private final Troubles troubles;
  private final long longestPoll;

  /** Found by the scan and not read yet. */
  private List<Long> unread = List.of();

  /** What was scanned of these lacks the row that must be sent before. */
  private final Set<OrderKey> forgottenMeanwhile = new HashSet<>();

  private boolean underWay;
  private long beganAt;
  private boolean wokenMeanwhile;
  private int page = PAGE;
  private boolean more;
  private boolean sawEverything;
  private long pollPause = SHORTEST_POLL;
  private long nextAt;
  private long notBefore;

  Fetching(TableThread table, KeyChains chains, Troubles troubles, Duration longestPoll, long now) {
    this.table = table;
    this.chains = chains;
    this.troubles = troubles;
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
    if (underWay || isLoaded() || now - nextAt < 0) {
      return;
    }
    underWay = true;
    beganAt = now;
    wokenMeanwhile = false;
    forgottenMeanwhile.clear();
    if (chains.known() == 0 && !more) {
      table.look(FEW);
    } else {
      table.scan(chains.known() + page);
    }
  }

  /** Whether enough is at hand. */
  private boolean isLoaded() {
    return chains.waiting() >= FETCH_BELOW || chains.bytes() >= MOST_BYTES / 2;
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
    return underWay || isLoaded() ? longestPoll : Math.clamp(nextAt - now, 0, longestPoll);
  }

  /** Loads what stood first; with as many as were asked for, a scan follows. */
  void looked(Looked looked, long now) {
    int before = chains.known();
    load(looked.entries(), now);
    boolean none = chains.known() == before;
    more = looked.entries().size() == looked.most();
    sawEverything = looked.entries().isEmpty() && !wokenMeanwhile;
    pollPause = none ? Math.min(2 * pollPause, longestPoll) : SHORTEST_POLL;
    end(now);
  }

  /** Chooses what to read of what was found. */
  void scanned(Scanned scanned, long now) {
    boolean full = scanned.places().size() == scanned.most();
    List<Place> unknown =
        scanned.places().stream().filter(place -> !chains.knows(place.seq())).toList();
    List<Place> fresh = fresh(unknown, now);
    List<Place> fitting = fitting(fresh);
    unread = fitting.stream().map(Place::seq).toList();
    more = (full || fitting.size() < fresh.size()) && !unread.isEmpty();
    // A scan full of rows that cannot be sent now must not hide the others.
    page = full && fresh.size() < PAGE / 8 ? Math.min(2 * page, LONGEST_PAGE) : PAGE;
    sawEverything = !full && unknown.isEmpty() && !wokenMeanwhile;
    pollPause = unread.isEmpty() ? Math.min(2 * pollPause, longestPoll) : SHORTEST_POLL;
    readOn(now);
  }

  /** Without what rests, and what is too much of one key. */
  private List<Place> fresh(List<Place> unknown, long now) {
    List<Place> fresh = new ArrayList<>();
    Map<OrderKey, Integer> perKey = new HashMap<>();
    for (Place place : unknown) {
      if (!troubles.isOver(place.key().topic(), now)) {
        continue;
      }
      int count = perKey.merge(place.key(), 1, Integer::sum);
      if (chains.loadedOf(place.key()) + count <= LOADED_PER_KEY) {
        fresh.add(place);
      }
    }
    return fresh;
  }

  /** The first of them, as many as there is room for; of an empty relay, one in any case. */
  private List<Place> fitting(List<Place> places) {
    long room = MOST_BYTES - chains.bytes();
    int count = 0;
    for (Place place : places) {
      room -= place.bytes();
      boolean first = count == 0 && chains.bytes() == 0;
      if (room < 0 && !first) {
        break;
      }
      count++;
    }
    return places.subList(0, count);
  }

  /** Loads rows that were read. */
  void read(Read read, long now) {
    load(read.entries(), now);
    readOn(now);
  }

  private void load(List<OutboxEntry> entries, long now) {
    for (OutboxEntry entry : entries) {
      OrderKey key = entry.key();
      if (!troubles.isOver(key.topic(), now)) {
        // Nor may what a later part brings of it.
        forgottenMeanwhile.add(key);
      }
      if (!forgottenMeanwhile.contains(key)) {
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

  /** Nothing that is being fetched of this key may be sent. */
  void forgotten(OrderKey key) {
    forgottenMeanwhile.add(key);
  }
}
