package dev.upkeep.chassis.run;

import dev.upkeep.chassis.task.StopRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run in this worker's hands: how long it surely is, whether it has to stop, and what of it works
 * at this moment. Shared by the run's own thread, the lease keeper and the supervisor.
 *
 * <p>Time here is the monotonic clock of this process: {@link System#nanoTime}.
 */
final class HeldRun {
  private static final Logger log = LoggerFactory.getLogger(HeldRun.class);

  private final TaskRun run;
  private final Instant since;
  private long leaseEnds;
  private @Nullable Stop stop;
  private boolean draining;
  private boolean letGo;
  private @Nullable Working working;

  HeldRun(TaskRun run, Instant since, long leaseEnds) {
    this.run = run;
    this.since = since;
    this.leaseEnds = leaseEnds;
  }

  /** How a piece of work ended. */
  sealed interface Ending<T> {
    record Returned<T>(T value) implements Ending<T> {}

    record Threw<T>(Exception exception) implements Ending<T> {}

    /** It was stopped: by letting the request through, or by being torn off. */
    record Stopped<T>(Stop stop) implements Ending<T> {}
  }

  TaskRun run() {
    return run;
  }

  /** When this worker claimed it, on the service's clock. */
  Instant since() {
    return since;
  }

  UUID id() {
    return run.id();
  }

  long fence() {
    return run.fence();
  }

  /** A renewal was confirmed; the lease counts from before it was sent. */
  synchronized void renewed(long leaseEnds) {
    this.leaseEnds = leaseEnds;
  }

  /** Asks the work to stop. The first reason counts, except that a lost lease outdoes all. */
  synchronized void ask(Stop why) {
    if (stop == null || why instanceof Stop.LeaseGone) {
      stop = why;
      notifyAll();
    }
  }

  /** The run is about to be given back: from here on it may become another's without harm. */
  synchronized void letGo() {
    letGo = true;
  }

  synchronized boolean isLetGo() {
    return letGo;
  }

  /** The service stops: the work that is going on may end, and nothing more begins. */
  synchronized void drain() {
    draining = true;
    notifyAll();
  }

  /** Why no further work may begin, if none may. */
  synchronized Optional<Stop> stop() {
    checkLease();
    return stop == null && draining ? Optional.of(new Stop.HandOver()) : Optional.ofNullable(stop);
  }

  /** Whether writing for this run still makes sense. */
  synchronized boolean leaseHolds() {
    checkLease();
    return !(stop instanceof Stop.LeaseGone);
  }

  private void checkLease() {
    if (System.nanoTime() - leaseEnds >= 0) {
      ask(new Stop.LeaseGone());
    }
  }

  /** Waits, or returns early when the run has to stop. */
  synchronized void pause(Duration wait) throws InterruptedException {
    long until = System.nanoTime() + wait.toNanos();
    for (long left = wait.toNanos();
        left > 0 && stop().isEmpty();
        left = until - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, Duration.ofSeconds(1).toNanos()));
    }
  }

  /**
   * Waits, or returns early once the lease is gone: for what has to be written down whether or not
   * the run has to stop. An interrupt is kept for later.
   */
  synchronized void pauseWhileLeased(Duration wait) {
    boolean interrupted = false;
    long until = System.nanoTime() + wait.toNanos();
    for (long left = wait.toNanos(); left > 0 && leaseHolds(); left = until - System.nanoTime()) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does a piece of a task's code on the calling thread, under supervision. */
  <T> Ending<T> perform(Work work, Callable<T> code) {
    Working mine = begin(work);
    try {
      return new Ending.Returned<>(code.call());
    } catch (LeaseLost lost) {
      throw lost;
    } catch (Exception e) {
      return howItStopped(mine, e)
          .<Ending<T>>map(Ending.Stopped::new)
          .orElseGet(() -> new Ending.Threw<>(e));
    } finally {
      end();
    }
  }

  private synchronized Optional<Stop> howItStopped(Working mine, Exception e) {
    boolean torn = mine.pressure != Pressure.NONE;
    return e instanceof StopRequested || torn ? why(mine) : Optional.empty();
  }

  private synchronized Working begin(Work work) {
    Working mine = new Working(work, Thread.currentThread(), System.nanoTime());
    working = mine;
    return mine;
  }

  private void end() {
    synchronized (this) {
      working = null;
    }
    // Whoever pressed the work pressed nothing else: what follows is ours and must not be torn.
    Thread.interrupted();
  }

  /** The step that works at this moment; empty if none does. */
  synchronized String workName() {
    return working == null ? "" : working.work.name();
  }

  /** A sign of life of the work. */
  synchronized void sign() {
    if (working != null) {
      working.lastSign = System.nanoTime();
    }
  }

  synchronized void onStop(AutoCloseable stopper) {
    if (working != null) {
      working.stoppers.push(stopper);
      if (working.pressure != Pressure.NONE) {
        closeStoppers(working);
      }
    }
  }

  /** Why the work that is going on has to stop, if it has to. */
  synchronized Optional<Stop> workMustStop() {
    checkLease();
    return working == null ? Optional.ofNullable(stop) : why(working);
  }

  private Optional<Stop> why(Working mine) {
    if (mine.stop != null && !(stop instanceof Stop.LeaseGone)) {
      return Optional.of(mine.stop);
    }
    boolean applies = stop instanceof Stop.LeaseGone || mine.work.stoppable();
    return applies ? Optional.ofNullable(stop) : Optional.empty();
  }

  /**
   * Looks after the work that is going on: its limits, and the pressure on work that has to stop.
   *
   * @return whether the work ignores everything and has to be left to an operator
   */
  synchronized boolean supervise(Duration patience, Duration stuck) {
    Working mine = working;
    checkLease();
    if (mine == null) {
      return false;
    }
    long now = System.nanoTime();
    checkLimits(mine, now);
    Optional<Stop> why = why(mine);
    if (why.isEmpty()) {
      return false;
    }
    if (mine.askedAt == 0) {
      mine.askedAt = now;
    }
    Duration asked = Duration.ofNanos(now - mine.askedAt);
    Duration grace = why.get().atOnce() ? Duration.ZERO : patience;
    if (mine.pressure == Pressure.NONE && asked.compareTo(grace) >= 0) {
      mine.pressure = Pressure.STOPPERS;
      log.info("Step {} is stopped from outside: {}", mine.work.name(), why.get().words());
      closeStoppers(mine);
    }
    boolean leaseGone = why.get() instanceof Stop.LeaseGone;
    Duration untilInterrupt = leaseGone ? Duration.ZERO : grace.plus(patience);
    if (mine.pressure == Pressure.STOPPERS && asked.compareTo(untilInterrupt) >= 0) {
      mine.pressure = Pressure.INTERRUPT;
      mine.thread.interrupt();
    }
    if (mine.pressure == Pressure.INTERRUPT && asked.compareTo(untilInterrupt.plus(stuck)) >= 0) {
      mine.pressure = Pressure.GIVEN_UP;
      return !leaseGone;
    }
    return false;
  }

  private static void checkLimits(Working mine, long now) {
    if (mine.stop != null) {
      return;
    }
    if (now - mine.begunAt > mine.work.limit().toNanos()) {
      mine.stop =
          new Stop.StepOverLimit("it took longer than its limit of " + words(mine.work.limit()));
    } else if (now - mine.lastSign > mine.work.silence().toNanos()) {
      mine.stop =
          new Stop.StepOverLimit("it gave no sign of life for " + words(mine.work.silence()));
    }
  }

  static String words(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  /** Stoppers talk to servers: each gets a thread, so that none keeps the supervisor waiting. */
  private static void closeStoppers(Working mine) {
    while (!mine.stoppers.isEmpty()) {
      AutoCloseable stopper = mine.stoppers.pop();
      OwnThreads.waiting(
          "stopper-of-" + mine.work.name(),
          () -> {
            try {
              stopper.close();
            } catch (Exception e) {
              log.warn(
                  "A stopper of step {} failed; the step is interrupted next", mine.work.name(), e);
            }
          });
    }
  }

  /** How hard a piece of work was asked to stop. */
  private enum Pressure {
    NONE,
    STOPPERS,
    INTERRUPT,
    GIVEN_UP
  }

  /** A piece of work going on; guarded by the run. */
  private static final class Working {
    final Work work;
    final Thread thread;
    final long begunAt;
    final Deque<AutoCloseable> stoppers = new ArrayDeque<>();
    long lastSign;
    long askedAt;
    Pressure pressure = Pressure.NONE;
    @Nullable Stop stop;

    Working(Work work, Thread thread, long begunAt) {
      this.work = work;
      this.thread = thread;
      this.begunAt = begunAt;
      this.lastSign = begunAt;
    }
  }
}
