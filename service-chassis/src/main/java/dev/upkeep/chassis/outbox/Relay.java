package dev.upkeep.chassis.outbox;

import dev.upkeep.chassis.outbox.Happening.Answer;
import dev.upkeep.chassis.outbox.Happening.Sent;
import dev.upkeep.chassis.outbox.Happening.Woken;
import dev.upkeep.chassis.service.Phases;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Tells what stands in the outbox. Of all instances of a service one relays at a time; the others
 * wait for its lease. A crash between sending and deleting sends a row again, under the same id.
 */
final class Relay implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Relay.class);
  private static final Duration FAILURE_PAUSE = Duration.ofMillis(500);

  private final RelayWork work;
  private final OutboxSettings settings;
  private final BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
  private final AtomicBoolean woken = new AtomicBoolean();

  private volatile @Nullable Thread thread;
  private volatile boolean stopping;
  private volatile long stopBy;
  private volatile boolean leading;

  Relay(
      OutboxEntries entries,
      RelayLease lease,
      Map<String, Object> producerProperties,
      OutboxSettings settings,
      RelayMeters meters) {
    this.settings = settings;
    this.work =
        new RelayWork(
            entries,
            new TableThread(entries, happenings::add),
            lease,
            new RelayProducer(producerProperties, happenings::add),
            settings,
            meters);
  }

  /** There may be new rows: somebody committed. */
  void wake() {
    if (woken.compareAndSet(false, true)) {
      happenings.add(Woken.WOKEN);
    }
  }

  /** Whether this instance is the one that relays. */
  boolean isLeading() {
    return leading;
  }

  @Override
  public void start() {
    stopping = false;
    Thread started = new Thread(this::relay, "outbox-relay");
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  /** Waits until what is there was sent, but no longer than the limit that is set for it. */
  @Override
  public void stop() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    stopBy = System.nanoTime() + settings.drainLimit().toNanos();
    stopping = true;
    wake();
    try {
      if (!running.join(settings.drainLimit().plusSeconds(5))) {
        log.warn("The relay did not end in time; what it did not delete is sent again later");
        running.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  @Override
  public int getPhase() {
    return Phases.RELAY;
  }

  private void relay() {
    try {
      while (!isDone()) {
        await(turn());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leading = false;
      end();
    }
  }

  private boolean isDone() {
    return stopping && (!work.isLeading() || work.isDrained() || System.nanoTime() - stopBy >= 0);
  }

  /** Trouble of the database is waited out: nothing is lost, rows are still there. */
  private long turn() {
    try {
      long wait = work.turn();
      leading = work.isLeading();
      return wait;
    } catch (RuntimeException | Error e) {
      log.warn("The relay could not work and tries again in {}", FAILURE_PAUSE, e);
      return FAILURE_PAUSE.toNanos();
    }
  }

  private void await(long nanos) throws InterruptedException {
    Happening happening = happenings.poll(nanos, TimeUnit.NANOSECONDS);
    while (happening != null) {
      switch (happening) {
        case Woken ignored -> {
          woken.set(false);
          work.wake();
        }
        case Sent sent -> work.answered(sent);
        case Answer answer -> work.answered(answer);
      }
      happening = happenings.poll();
    }
  }

  private void end() {
    try {
      work.end();
    } catch (RuntimeException e) {
      log.warn("The relay's lease could not be given back; it ends by itself", e);
    }
  }
}
