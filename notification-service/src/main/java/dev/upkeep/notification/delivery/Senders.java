package dev.upkeep.notification.delivery;

import dev.upkeep.chassis.time.Pauses;
import dev.upkeep.notification.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Works the ledger off: for each channel a loop of its own with its own senders, so that a slow
 * server holds up nobody but those who are reached through it.
 */
class Senders implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Senders.class);
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private final Claims claims;
  private final Attempts attempts;
  private final DeliverySettings settings;
  private final String owner;
  private final ExecutorService threads;
  private final List<ChannelLoop> loops = new ArrayList<>();
  private final Set<UUID> inFlight = ConcurrentHashMap.newKeySet();
  private final Pauses pauses = new Pauses();
  private final Thread renewal;
  private volatile boolean running = true;

  /**
   * Starts sending.
   *
   * @param owner names this instance and this start of it
   */
  Senders(
      List<Channel> channels,
      Claims claims,
      Attempts attempts,
      DeliverySettings settings,
      Alarm alarm,
      String owner,
      ExecutorService threads) {
    this.claims = claims;
    this.attempts = attempts;
    this.settings = settings;
    this.owner = owner;
    this.threads = threads;
    this.renewal = Thread.ofPlatform().daemon().name("delivery-lease").unstarted(this::renew);
    channels.forEach(channel -> loops.add(new ChannelLoop(channel, alarm.bell())));
    renewal.start();
    loops.forEach(loop -> loop.thread.start());
  }

  /** Claims nothing more, and lets what is being sent come to its end. */
  @Override
  public void close() {
    running = false;
    loops.forEach(loop -> loop.bell.ring());
    long deadline = System.nanoTime() + DRAIN.toNanos();
    try {
      for (ChannelLoop loop : loops) {
        loop.drain(deadline);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pauses.stop();
  }

  private void renew() {
    while (pauses.pause(settings.lease().dividedBy(4))) {
      List<UUID> held = List.copyOf(inFlight);
      if (!held.isEmpty()) {
        renew(held);
      }
    }
  }

  private void renew(List<UUID> held) {
    try {
      claims.renew(held, owner);
    } catch (DataAccessException | TransactionException e) {
      log.warn(
          "The lease of {} deliveries could not be renewed ({}); trying again.",
          held.size(),
          e.getMessage());
    }
  }

  /** One channel's senders. */
  private final class ChannelLoop {
    private final Channel channel;
    private final Alarm.Bell bell;
    private final Semaphore free = new Semaphore(settings.sendersPerChannel());
    private final Thread thread;

    ChannelLoop(Channel channel, Alarm.Bell bell) {
      this.channel = channel;
      this.bell = bell;
      this.thread =
          Thread.ofPlatform()
              .daemon()
              .name("delivery-" + channel.kind().written())
              .unstarted(this::run);
    }

    private void run() {
      try {
        while (running) {
          if (!takeOn()) {
            bell.await(settings.poll());
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Answers whether there was something to take on. */
    private boolean takeOn() throws InterruptedException {
      free.acquire();
      int most = 1 + free.drainPermits();
      List<Claimed> claimed = claim(most);
      free.release(most - claimed.size());
      claimed.forEach(
          one -> {
            inFlight.add(one.delivery().deliveryId());
            threads.execute(() -> attempt(one));
          });
      return !claimed.isEmpty();
    }

    private List<Claimed> claim(int most) {
      try {
        return running ? claims.claim(channel.kind(), owner, most) : List.of();
      } catch (DataAccessException | TransactionException e) {
        log.warn(
            "The ledger of deliveries cannot be read ({}); trying again in {} ms.",
            e.getMessage(),
            settings.poll().toMillis());
        return List.of();
      }
    }

    private void attempt(Claimed claimed) {
      try {
        attempts.attempt(claimed, channel, pauses);
      } catch (InterruptedException e) {
        log.warn(
            "Stopped before the answer for delivery {} was written down; it is sent again later and"
                + " says so",
            claimed.delivery().deliveryId());
        Thread.currentThread().interrupt();
      } finally {
        inFlight.remove(claimed.delivery().deliveryId());
        free.release();
      }
    }

    private void drain(long deadline) throws InterruptedException {
      int all = settings.sendersPerChannel();
      if (free.tryAcquire(all, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        free.release(all);
      } else {
        log.warn(
            "Stopping while {} is still being written to; what is not answered is sent again later"
                + " and listed as a possible duplicate.",
            channel.kind().written());
      }
      thread.interrupt();
    }
  }
}
