package dev.upkeep.chassis.outbox;

import dev.upkeep.chassis.outbox.WaitingEntries.Backlog;
import dev.upkeep.chassis.web.StatusPart;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.springframework.dao.DataAccessException;

/** How much waits to be sent, for the status and for the metrics. */
final class OutboxStatus implements StatusPart {
  private static final long FRESH = Duration.ofSeconds(2).toNanos();
  private static final Backlog UNKNOWN = new Backlog(-1, -1, -1);

  private final WaitingEntries entries;
  private final Relay relay;
  private Backlog last = UNKNOWN;
  private long askedAt = System.nanoTime() - FRESH;

  OutboxStatus(WaitingEntries entries, Relay relay, MeterRegistry registry) {
    this.entries = entries;
    this.relay = relay;
    gauge(registry, "waiting", "Events not yet acknowledged by Kafka", Backlog::waiting);
    gauge(registry, "blocked", "Events that wait for a person", Backlog::blocked);
    gauge(registry, "oldest.seconds", "Age of the oldest such event", Backlog::oldestSeconds);
    Gauge.builder("upkeep.outbox.leading", relay, r -> r.isLeading() ? 1 : 0)
        .description("1 if this instance relays")
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToDoubleFunction<Backlog> value) {
    Gauge.builder("upkeep.outbox." + name, this, status -> value.applyAsDouble(status.backlog()))
        .description(description)
        .register(registry);
  }

  /** Three gauges, one question; −1 while the database does not answer. */
  private synchronized Backlog backlog() {
    if (System.nanoTime() - askedAt >= FRESH) {
      askedAt = System.nanoTime();
      try {
        last = entries.backlog();
      } catch (DataAccessException e) {
        last = UNKNOWN;
      }
    }
    return last;
  }

  @Override
  public Map<String, Object> status() {
    Backlog backlog = entries.backlog();
    return Map.of(
        "outboxWaiting", backlog.waiting(),
        "outboxBlocked", backlog.blocked(),
        "outboxOldestSeconds", backlog.oldestSeconds(),
        "relaying", relay.isLeading());
  }

  @Override
  public boolean isHealthy() {
    return relay.isRunning();
  }
}
