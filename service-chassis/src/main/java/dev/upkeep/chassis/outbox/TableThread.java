package dev.upkeep.chassis.outbox;

import dev.upkeep.chassis.outbox.Happening.Answer;
import dev.upkeep.chassis.outbox.Happening.Deleted;
import dev.upkeep.chassis.outbox.Happening.Looked;
import dev.upkeep.chassis.outbox.Happening.NotDeleted;
import dev.upkeep.chassis.outbox.Happening.NotFetched;
import dev.upkeep.chassis.outbox.Happening.Read;
import dev.upkeep.chassis.outbox.Happening.Scanned;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds, reads and deletes rows on a thread of its own, so that sending need not wait for the
 * database. One thing after the other, and the answers come in that order: a scan that was asked
 * for after a deletion no longer sees its rows, and who hears of a scan has heard of everything
 * before it.
 */
final class TableThread implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final OutboxEntries entries;
  private final Consumer<Answer> answers;
  private @Nullable ExecutorService thread;

  /**
   * Starts no thread yet.
   *
   * @param answers is told once for everything that is asked for, on this thread
   */
  TableThread(OutboxEntries entries, Consumer<Answer> answers) {
    this.entries = entries;
    this.answers = answers;
  }

  void scan(int most) {
    ask(() -> scanned(most));
  }

  void look(int most) {
    ask(() -> looked(most));
  }

  void read(List<Long> seqs) {
    ask(() -> rowsOf(seqs));
  }

  void delete(List<Long> seqs) {
    ask(() -> deleted(seqs));
  }

  private Answer scanned(int most) {
    return fetched(() -> new Scanned(entries.scan(most), most));
  }

  private Answer looked(int most) {
    return fetched(() -> new Looked(entries.look(most), most));
  }

  private Answer rowsOf(List<Long> seqs) {
    return fetched(() -> new Read(entries.read(seqs)));
  }

  private static Answer fetched(Supplier<Answer> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      return new NotFetched(e);
    }
  }

  private Answer deleted(List<Long> seqs) {
    try {
      entries.delete(seqs);
      return new Deleted(seqs);
    } catch (RuntimeException e) {
      return new NotDeleted(seqs, e);
    }
  }

  private void ask(Supplier<Answer> question) {
    ExecutorService current = thread;
    if (current == null) {
      current =
          Executors.newSingleThreadExecutor(
              Thread.ofPlatform().daemon().name("outbox-table").factory());
      thread = current;
    }
    current.execute(() -> answers.accept(question.get()));
  }

  /** Waits a while for what was asked for; it is done, and answered, in any case. */
  @Override
  public void close() {
    ExecutorService current = thread;
    thread = null;
    if (current == null) {
      return;
    }
    current.shutdown();
    try {
      var _ = current.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
