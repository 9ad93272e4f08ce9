package dev.upkeep.notification.delivery;

import dev.upkeep.chassis.service.Phases;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Starts and stops the senders with the service. */
class SendersLifecycle implements SmartLifecycle {
  private final Supplier<Senders> start;
  private @Nullable Senders senders;

  SendersLifecycle(Supplier<Senders> start) {
    this.start = start;
  }

  @Override
  public synchronized void start() {
    senders = start.get();
  }

  @Override
  public synchronized void stop() {
    if (senders != null) {
      senders.close();
      senders = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return senders != null;
  }

  /** After what takes events in, before what tells the world. */
  @Override
  public int getPhase() {
    return Phases.RUNS;
  }
}
