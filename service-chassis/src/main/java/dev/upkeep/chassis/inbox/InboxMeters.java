package dev.upkeep.chassis.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What one consumer counts. */
final class InboxMeters {
  private final Counter handled;
  private final Counter repeated;
  private final Counter quarantined;
  private final Counter gaps;
  private final Counter late;
  private final Counter retried;

  InboxMeters(MeterRegistry registry, String consumer) {
    this.handled = counter(registry, consumer, "handled", "Messages taken in");
    this.repeated = counter(registry, consumer, "repeated", "Messages that came again; no effect");
    this.quarantined = counter(registry, consumer, "quarantined", "Records put into quarantine");
    this.gaps = counter(registry, consumer, "gaps", "Times a sequence number was missing");
    this.late = counter(registry, consumer, "late", "Messages that came after a later one");
    this.retried = counter(registry, consumer, "retried", "Times the database made it wait");
  }

  private static Counter counter(
      MeterRegistry registry, String consumer, String name, String description) {
    return Counter.builder("upkeep.inbox." + name)
        .description(description)
        .tag("consumer", consumer)
        .register(registry);
  }

  void count(TakenIn taken) {
    handled.increment(taken.handled());
    repeated.increment(taken.repeated());
    quarantined.increment(taken.quarantined());
    gaps.increment(taken.gaps());
    late.increment(taken.late());
  }

  void retried() {
    retried.increment();
  }
}
