package dev.upkeep.chassis.catalogue;

import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.chassis.service.Phases;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.events.TaskAnnounced;
import java.util.List;
import java.util.UUID;
import org.springframework.context.SmartLifecycle;

/** Tells the others at each start which tasks this service knows; saying it again does no harm. */
final class TaskAnnouncements implements SmartLifecycle {
  private final List<Task> tasks;
  private final Outbox outbox;
  private final Transactions transactions;
  private volatile boolean running;

  TaskAnnouncements(List<Task> tasks, Outbox outbox, Transactions transactions) {
    this.tasks = List.copyOf(tasks);
    this.outbox = outbox;
    this.transactions = transactions;
  }

  @Override
  public void start() {
    if (!tasks.isEmpty()) {
      Cause start = new Cause(UUID.randomUUID(), null);
      List<TaskAnnounced> all =
          tasks.stream().map(task -> new TaskAnnounced(task.description())).toList();
      transactions.inTransaction(() -> outbox.addAll(all, start));
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Phases.ANNOUNCING;
  }
}
