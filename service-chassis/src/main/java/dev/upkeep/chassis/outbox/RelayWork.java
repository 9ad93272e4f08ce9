package dev.upkeep.chassis.outbox;

import dev.upkeep.chassis.outbox.Happening.Sent;
import dev.upkeep.chassis.outbox.OutboxEntries.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay's work, turn by turn, on one thread: keep the lease, fetch, send, delete. Of one key
 * only one row is under way; while rows are under way the next ones are fetched.
 */
final class RelayWork {
  private static final Logger log = LoggerFactory.getLogger(RelayWork.class);

  /** Rows that one scan looks at beyond those that are loaded. */
  private static final int PAGE = 4_000;

  private static final int LONGEST_PAGE = 100_000;
  private static final int READ_AT_ONCE = 1_000;

  /** So that one key with many rows leaves room for others. */
  private static final int LOADED_PER_KEY = 64;

  /** Below this many waiting rows the next are fetched. */
  private static final int FETCH_BELOW = 2_000;

  private static final int DELETE_AT_ONCE = 1_000;
  private static final long DELETE_WITHIN = Duration.ofMillis(100).toNanos();
  private static final long SHORTEST_POLL = Duration.ofMillis(50).toNanos();
  private static final long BUSY_WAIT = Duration.ofMillis(20).toNanos();

  private final OutboxEntries entries;
  private final RelayLease lease;
  private final RelayProducer producer;
  private final OutboxSettings settings;
  private final RelayMeters meters;
  private final KeyChains chains = new KeyChains();
  private final Troubles troubles = new Troubles();
  private final List<Long> acknowledged = new ArrayList<>();

  private long deleteBy;
  private int page = PAGE;
  private boolean more;
  private boolean sawEverything;
  private long pollPause = SHORTEST_POLL;
  private long pollAt = System.nanoTime();

  RelayWork(
      OutboxEntries entries,
      RelayLease lease,
      RelayProducer producer,
      OutboxSettings settings,
      RelayMeters meters) {
    this.entries = entries;
    this.lease = lease;
    this.producer = producer;
    this.settings = settings;
    this.meters = meters;
  }

  /** One turn; answers how long to wait for something to happen, in nanoseconds. */
  long turn() {
    long now = System.nanoTime();
    if (!lease.renewWhenDue() && !takeLease()) {
      return settings.lease().toNanos() / 10;
    }
    if (fetchIsDue(now)) {
      fetch(now);
    }
    send();
    if (deleteIsDue(now)) {
      delete();
    }
    return untilNext(now);
  }

  /** Somebody committed rows. */
  void wake() {
    pollAt = System.nanoTime();
    pollPause = SHORTEST_POLL;
  }

  /** Whether everything that could be sent has been. */
  boolean isDrained() {
    return sawEverything
        && chains.inFlight() == 0
        && chains.waiting() == 0
        && acknowledged.isEmpty();
  }

  boolean isLeading() {
    return lease.isHeld();
  }

  void end() {
    producer.close();
    lease.release();
  }

  /** What was under way under an old lease has to come back before a new one begins. */
  private boolean takeLease() {
    if (!acknowledged.isEmpty()) {
      delete();
    }
    if (chains.inFlight() > 0) {
      return false;
    }
    chains.clear();
    if (!lease.acquire()) {
      return false;
    }
    log.info("This instance relays the outbox from now on");
    wake();
    return true;
  }

  private boolean fetchIsDue(long now) {
    return chains.waiting() < FETCH_BELOW && (more || now - pollAt >= 0);
  }

  private void fetch(long now) {
    List<Place> places = entries.scan(chains.known() + page);
    boolean full = places.size() == chains.known() + page;
    List<Long> fresh = fresh(places);
    for (int from = 0; from < fresh.size(); from += READ_AT_ONCE) {
      List<Long> some = fresh.subList(from, Math.min(fresh.size(), from + READ_AT_ONCE));
      entries.read(some).forEach(entry -> chains.load(entry, now));
    }
    more = full && !fresh.isEmpty();
    // A scan full of rows of a few busy keys must not hide the others.
    page = full && fresh.size() < PAGE / 8 ? Math.min(2 * page, LONGEST_PAGE) : PAGE;
    sawEverything = !full && fresh.isEmpty();
    pollPause =
        fresh.isEmpty() ? Math.min(2 * pollPause, settings.pollAtMost().toNanos()) : SHORTEST_POLL;
    pollAt = now + pollPause;
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

  private void send() {
    while (lease.isHeld()) {
      // Asked anew for each: looking a missing topic up takes a while.
      long now = System.nanoTime();
      OutboxEntry entry = troubles.isOver(Troubles.BROKER, now) ? chains.next(now) : null;
      if (entry == null) {
        return;
      }
      String topic = entry.key().topic();
      if (!troubles.isOver(topic, now)) {
        chains.returned(entry, troubles.until(topic));
      } else if (!producer.send(entry)) {
        // The answer says what is wrong; it comes before anything else is tried.
        return;
      }
    }
  }

  /** The answer to an entry that was sent. */
  void answered(Sent sent) {
    long now = System.nanoTime();
    OutboxEntry entry = sent.entry();
    Exception failure = sent.failure();
    if (failure == null) {
      acknowledged(entry, now);
      return;
    }
    switch (SendFailure.of(failure, sent.beforeSending())) {
      case ROW -> refused(entry, failure, now);
      case TOPIC -> {
        meters.failed();
        chains.returned(entry, troubles.met(entry.key().topic(), failure, now));
      }
      case BROKER -> {
        meters.failed();
        chains.returned(entry, troubles.met(Troubles.BROKER, failure, now));
      }
      case PRODUCER -> {
        meters.failed();
        chains.returned(entry, troubles.met(Troubles.BROKER, failure, now));
        producer.renew(sent);
      }
    }
  }

  private void acknowledged(OutboxEntry entry, long now) {
    meters.sent();
    troubles.over(entry.key().topic(), now);
    if (acknowledged.isEmpty()) {
      deleteBy = now + DELETE_WITHIN;
    }
    acknowledged.add(entry.seq());
    chains.acknowledged(entry);
  }

  private void refused(OutboxEntry entry, Exception failure, long now) {
    meters.refused();
    int attempts = entry.attempts() + 1;
    Duration pause = settings.retryAfter(attempts);
    OutboxEntry changed = entry.refused(attempts);
    boolean noted =
        attempts < settings.attempts()
            ? note(entry, () -> entries.refused(entry.seq(), attempts, pause, failure.toString()))
            : note(entry, () -> entries.block(entry.seq(), attempts, failure.toString()));
    if (noted && attempts >= settings.attempts()) {
      log.error(
          "Kafka refused event {} for {} {} times ({}): it and everything after it of its key wait"
              + " until an operator unblocks it",
          entry.eventId(),
          entry.key().topic(),
          attempts,
          failure.toString());
      chains.blocked(entry);
    } else {
      chains.returnedAs(entry, noted ? changed : entry, now + pause.toNanos());
    }
  }

  /** While the database is away the row's fate cannot be written down; it is then tried again. */
  private static boolean note(OutboxEntry entry, Runnable update) {
    try {
      update.run();
      return true;
    } catch (RuntimeException e) {
      log.warn("The refusal of event {} could not be noted; it is tried again", entry.eventId(), e);
      return false;
    }
  }

  private boolean deleteIsDue(long now) {
    if (acknowledged.isEmpty()) {
      return false;
    }
    return acknowledged.size() >= DELETE_AT_ONCE || now - deleteBy >= 0 || chains.inFlight() == 0;
  }

  private void delete() {
    for (int from = 0; from < acknowledged.size(); from += DELETE_AT_ONCE) {
      entries.delete(
          acknowledged.subList(from, Math.min(acknowledged.size(), from + DELETE_AT_ONCE)));
    }
    chains.deleted(acknowledged);
    acknowledged.clear();
  }

  private long untilNext(long now) {
    if (chains.inFlight() > 0 || chains.waiting() > 0 || !acknowledged.isEmpty()) {
      return BUSY_WAIT;
    }
    return Math.clamp(pollAt - now, 0, settings.lease().toNanos() / 6);
  }
}
