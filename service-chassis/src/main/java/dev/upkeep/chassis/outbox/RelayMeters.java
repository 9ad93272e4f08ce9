package dev.upkeep.chassis.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the relay counts. */
final class RelayMeters {
  private final Counter sent;
  private final Counter refused;
  private final Counter failed;

  RelayMeters(MeterRegistry registry) {
    this.sent =
        Counter.builder("upkeep.outbox.sent")
            .description("Events acknowledged by Kafka")
            .register(registry);
    this.refused =
        Counter.builder("upkeep.outbox.refused")
            .description("Times Kafka refused one particular event")
            .register(registry);
    this.failed =
        Counter.builder("upkeep.outbox.failed")
            .description("Sends that failed because of the broker or the topic; tried again")
            .register(registry);
  }

  void sent() {
    sent.increment();
  }

  void refused() {
    refused.increment();
  }

  void failed() {
    failed.increment();
  }
}
