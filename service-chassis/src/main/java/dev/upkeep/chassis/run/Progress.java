package dev.upkeep.chassis.run;

import dev.upkeep.events.MaintenanceProgressed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * How far an attempt is: every entry of the task's list weighs the same, and the items of one entry
 * share its weight.
 */
final class Progress {
  private static final Logger log = LoggerFactory.getLogger(Progress.class);
  private static final long AT_MOST_EVERY = Duration.ofSeconds(1).toNanos();

  private final RunRecord record;
  private final int entries;
  private int entry;
  private int items = 1;
  private int item;
  private long lastTold = System.nanoTime() - AT_MOST_EVERY;

  Progress(RunRecord record, int entries) {
    this.record = record;
    this.entries = Math.max(1, entries);
  }

  synchronized void at(int newEntry, int newItem, int newItems) {
    entry = newEntry;
    item = newItem;
    items = Math.max(1, newItems);
  }

  /** The step says how far it is: told at most once a second. */
  synchronized void within(
      String step, double fraction, String line, @Nullable Duration remaining) {
    if (System.nanoTime() - lastTold >= AT_MOST_EVERY) {
      tell(step, overall(Math.clamp(fraction, 0, 1)), line, remaining);
    }
  }

  /** Another worker sees from this that the run waits, and why. */
  synchronized void waiting(String step, String line, Duration wait) {
    tell(step, overall(0), line, wait);
  }

  /** What is told in the transaction that ends the step. */
  synchronized MaintenanceProgressed ended(String step, String line) {
    lastTold = System.nanoTime();
    return new MaintenanceProgressed(record.ref(), step, overall(1), line, null);
  }

  private double overall(double withinStep) {
    return Math.clamp((entry + (item + withinStep) / items) / entries, 0, 1);
  }

  private void tell(String step, double overall, String line, @Nullable Duration remaining) {
    lastTold = System.nanoTime();
    Long seconds = remaining == null ? null : remaining.toSeconds();
    try {
      record.progressed(new MaintenanceProgressed(record.ref(), step, overall, line, seconds));
    } catch (DataAccessException | TransactionException e) {
      // Telling how far the work is must not break the work.
      log.debug("Progress could not be told; the step goes on", e);
    }
  }
}
