package dev.upkeep.chassis.database;

import dev.upkeep.chassis.time.Pauses;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions that are begun again when MariaDB rolled them back because of others. */
final class RetriedTransactions implements Transactions, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RetriedTransactions.class);
  private static final int TRIES = 10;
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final TransactionTemplate template;
  private final Pauses pauses = new Pauses();

  RetriedTransactions(PlatformTransactionManager manager) {
    this.template = new TransactionTemplate(manager);
    template.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
  }

  @Override
  public <T> T inTransaction(Supplier<T> work) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      // What has to be begun again is the outermost transaction, by the call that began it.
      return work.get();
    }
    for (int tried = 1; ; tried++) {
      try {
        return template.<T>execute(status -> work.get());
      } catch (RuntimeException e) {
        if (tried == TRIES || !DatabaseTrouble.asksToBeginAgain(e)) {
          throw e;
        }
        log.debug("MariaDB rolled a transaction back, begun again ({} of {})", tried, TRIES, e);
        if (!pause(tried)) {
          throw e;
        }
      }
    }
  }

  /** Up to 10 ms, 20 ms, 40 ms …, so that those who collided do not meet again. */
  private boolean pause(int tried) {
    long most = Math.min(LONGEST_PAUSE.toMillis(), 5L << tried);
    return pauses.pause(Duration.ofMillis(ThreadLocalRandom.current().nextLong(1, most + 1)));
  }

  /** Nothing is begun again from here on. */
  @Override
  public void close() {
    pauses.stop();
  }

  @Override
  public void afterCommit(Runnable signal) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      signal.run();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            try {
              signal.run();
            } catch (RuntimeException e) {
              log.warn("A signal after a commit failed; what was committed stays", e);
            }
          }
        });
  }
}
