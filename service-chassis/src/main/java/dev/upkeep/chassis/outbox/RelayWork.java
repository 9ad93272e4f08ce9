package dev.upkeep.chassis.outbox;

import dev.upkeep.chassis.outbox.Happening.Answer;
import dev.upkeep.chassis.outbox.Happening.Deleted;
import dev.upkeep.chassis.outbox.Happening.Looked;
import dev.upkeep.chassis.outbox.Happening.NotDeleted;
import dev.upkeep.chassis.outbox.Happening.NotFetched;
import dev.upkeep.chassis.outbox.Happening.Read;
import dev.upkeep.chassis.outbox.Happening.Scanned;
import dev.upkeep.chassis.outbox.Happening.Sent;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay's work, turn by turn, on one thread: keep the lease, fetch, send, delete. Of one key
 * only one row is under way; while rows are under way the next are fetched, and those that arrived
 * are deleted.
 */
final class RelayWork {
  private static final Logger log = LoggerFactory.getLogger(RelayWork.class);
  private static final Duration FAILURE_PAUSE = Duration.ofMillis(500);
  private static final long BUSY_WAIT = Duration.ofMillis(20).toNanos();

  private final OutboxEntries entries;
  private final TableThread table;
  private final RelayLease lease;
  private final RelayProducer producer;
  private final OutboxSettings settings;
  private final RelayMeters meters;
  private final KeyChains chains = new KeyChains();
  private final Troubles troubles = new Troubles();
  private final Fetching fetching;
  private final Deleting deleting;

  RelayWork(
      OutboxEntries entries,
      TableThread table,
      RelayLease lease,
      RelayProducer producer,
      OutboxSettings settings,
      RelayMeters meters) {
    this.entries = entries;
    this.table = table;
    this.lease = lease;
    this.producer = producer;
    this.settings = settings;
    this.meters = meters;
    long now = System.nanoTime();
    this.fetching = new Fetching(table, chains, troubles, settings.pollAtMost(), now);
    this.deleting = new Deleting(table, chains, now);
  }

  /** One turn; answers how long to wait for something to happen, in nanoseconds. */
  long turn() {
    long now = System.nanoTime();
    if (!lease.renewWhenDue() && !takeLease(now)) {
      return settings.lease().toNanos() / 10;
    }
    fetching.begin(now);
    send();
    deleting.begin(now);
    return untilNext(now);
  }

  /** Somebody committed rows. */
  void wake() {
    fetching.wake(System.nanoTime());
  }

  /** Whether everything that could be sent has been. */
  boolean isDrained() {
    return fetching.sawEverything()
        && chains.inFlight() == 0
        && chains.waiting() == 0
        && deleting.isDone();
  }

  boolean isLeading() {
    return lease.isHeld();
  }

  void end() {
    producer.close();
    table.close();
    lease.release();
  }

  /** What was under way under an old lease has to come back before a new one begins. */
  private boolean takeLease(long now) {
    if (chains.inFlight() == 0) {
      deleting.begin(now);
    }
    if (chains.inFlight() > 0 || fetching.isUnderWay() || !deleting.isDone()) {
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
        forget(entry);
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
        troubles.met(entry.key().topic(), failure, now);
        forget(entry);
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

  /** What the database answered. */
  void answered(Answer answer) {
    long now = System.nanoTime();
    switch (answer) {
      case Scanned scanned -> fetching.scanned(scanned, now);
      case Looked looked -> fetching.looked(looked, now);
      case Read read -> fetching.read(read, now);
      case Deleted deleted -> deleting.deleted(deleted);
      case NotFetched(RuntimeException failure) -> {
        warn("fetch events", failure);
        fetching.failed(now + FAILURE_PAUSE.toNanos());
      }
      case NotDeleted failed -> {
        warn("delete events that were sent", failed.failure());
        deleting.failed(failed, now + FAILURE_PAUSE.toNanos());
      }
    }
  }

  private static void warn(String what, RuntimeException failure) {
    log.warn("The relay could not {} and tries again in {}", what, FAILURE_PAUSE, failure);
  }

  /** Nothing of the entry's key is sent until it has been read again, from its beginning. */
  private void forget(OutboxEntry entry) {
    chains.forgotten(entry);
    fetching.forgotten(entry.key());
  }

  private void acknowledged(OutboxEntry entry, long now) {
    meters.sent();
    troubles.over(entry.key().topic(), now);
    chains.acknowledged(entry);
    deleting.acknowledged(entry, now);
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
      forget(entry);
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

  private long untilNext(long now) {
    if (chains.inFlight() > 0 || chains.waiting() > 0 || !deleting.isDone()) {
      return Math.min(BUSY_WAIT, fetching.untilNext(now));
    }
    return Math.min(fetching.untilNext(now), settings.lease().toNanos() / 6);
  }
}
