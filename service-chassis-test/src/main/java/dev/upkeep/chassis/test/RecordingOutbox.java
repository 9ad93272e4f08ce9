package dev.upkeep.chassis.test;

import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.events.Event;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Keeps what was committed to be told, in the order of the commits. */
final class RecordingOutbox implements Outbox {
  private final Transactions transactions;
  private final List<Event> told = new CopyOnWriteArrayList<>();

  RecordingOutbox(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void add(Event event, Cause cause) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("an event is told within a transaction");
    }
    transactions.afterCommit(() -> told.add(event));
  }

  List<Event> told() {
    return List.copyOf(told);
  }
}
