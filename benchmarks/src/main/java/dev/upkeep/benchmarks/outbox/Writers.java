package dev.upkeep.benchmarks.outbox;

import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.events.MaintenanceProgressed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;

/** Threads that add events in transactions, as fast as they are allowed to. */
final class Writers {
  private final Outbox outbox;
  private final Transactions transactions;
  private final Keys keys;
  private final int perTransaction;
  private final AtomicLongArray committed;

  Writers(Outbox outbox, Transactions transactions, Keys keys, int perTransaction) {
    this.outbox = outbox;
    this.transactions = transactions;
    this.keys = keys;
    this.perTransaction = perTransaction;
    this.committed = new AtomicLongArray(keys.count());
  }

  /** Writes for this long. */
  void write(int threads, Duration length) {
    long until = System.nanoTime() + length.toNanos();
    List<Future<?>> writing = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        writing.add(pool.submit(() -> writeUntil(until)));
      }
      for (Future<?> writer : writing) {
        writer.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a writer failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing", e);
    }
  }

  /** Any writer may write any key; the keys of one transaction are neighbours, lowest first. */
  private void writeUntil(long until) {
    Cause cause = new Cause(UUID.randomUUID(), null);
    while (System.nanoTime() - until < 0) {
      int first = ThreadLocalRandom.current().nextInt(keys.count() - perTransaction + 1);
      List<MaintenanceProgressed> events = new ArrayList<>();
      for (int i = 0; i < perTransaction; i++) {
        events.add(keys.event(first + i, i));
      }
      transactions.inTransaction(() -> outbox.addAll(events, cause));
      for (int i = 0; i < perTransaction; i++) {
        committed.incrementAndGet(first + i);
      }
    }
  }

  long total() {
    long sum = 0;
    for (int i = 0; i < keys.count(); i++) {
      sum += committed.get(i);
    }
    return sum;
  }

  Map<String, Long> perKey() {
    Map<String, Long> counts = new HashMap<>();
    for (int i = 0; i < keys.count(); i++) {
      counts.put(keys.key(i), committed.get(i));
    }
    return counts;
  }
}
