package dev.upkeep.chassis.run;

import dev.upkeep.chassis.run.Claims.Claimed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for runs that can be worked on and begins an attempt at each, as many at once as there are
 * slots. What commits in this process wakes it; otherwise it looks more seldom the longer there is
 * nothing to do.
 */
final class ClaimLoop {
  private static final Logger log = LoggerFactory.getLogger(ClaimLoop.class);
  private static final Duration SHORTEST = Duration.ofMillis(50);

  private final Claims claims;
  private final NotStarted notStarted;
  private final HeldRuns held;
  private final WorkerIdentity identity;
  private final RunParts parts;
  private final Clock clock;
  private final InHand busy = new InHand();
  private final Repeating loop = new Repeating("claims", this::turn);
  private Duration wait = SHORTEST;

  ClaimLoop(
      Claims claims,
      NotStarted notStarted,
      HeldRuns held,
      WorkerIdentity identity,
      RunParts parts) {
    this.claims = claims;
    this.notStarted = notStarted;
    this.held = held;
    this.identity = identity;
    this.parts = parts;
    this.clock = parts.store().clock();
  }

  void start() {
    loop.start();
  }

  void wake() {
    loop.wake();
  }

  /** Claims nothing more. */
  void stop() {
    loop.stop();
  }

  boolean isIdle() {
    return busy.count() == 0;
  }

  /** Waits until no attempt is under way any more, or the time is over. */
  void awaitIdle(Duration most) {
    busy.awaitNone(most);
  }

  private Duration turn() {
    notStarted.failThem();
    int free = parts.settings().slots() - busy.count();
    int found = free > 0 ? claim(free) : 0;
    if (found > 0) {
      wait = SHORTEST;
      return Duration.ZERO;
    }
    Duration doubled = wait.multipliedBy(2);
    wait = doubled.compareTo(parts.settings().poll()) < 0 ? doubled : parts.settings().poll();
    return wait;
  }

  private int claim(int free) {
    // The lease counts from before it was asked for: its end here is never later than over there.
    long before = System.nanoTime();
    Instant now = clock.instant();
    List<Claimed> claimed = claims.claim(free, identity.text(), parts.settings().lease(), now);
    for (Claimed one : claimed) {
      HeldRun run = new HeldRun(one.run(), now, before + parts.settings().lease().toNanos());
      one.run().cancelRequest().ifPresent(request -> run.ask(new Stop.Cancelled(request)));
      begin(one, run);
    }
    return claimed.size();
  }

  private void begin(Claimed one, HeldRun run) {
    held.add(run);
    busy.begin();
    parts.metrics().claimed(one.takenOver());
    OwnThreads.waiting(
        "run-" + run.id(),
        () -> {
          try {
            new RunAttempt(one, run, parts).run();
          } catch (RuntimeException | Error e) {
            // After an error this process may not be the one to go on: no more is written for the
            // run.
            log.error("The run {} is abandoned; it goes on when its lease ends", run.id(), e);
          } finally {
            held.drop(run);
            busy.end();
            loop.wake();
          }
        });
  }
}
