package dev.upkeep.chassis.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Counts what becomes of runs on this worker; the names are in {@code docs/runs.md}. */
final class RunMetrics {
  private final MeterRegistry registry;
  private final Counter claimed;
  private final Counter takenOver;
  private final Counter leasesLost;

  RunMetrics(MeterRegistry registry, HeldRuns held) {
    this.registry = registry;
    this.claimed =
        Counter.builder("upkeep.runs.claimed")
            .description("Attempts begun by this worker")
            .register(registry);
    this.takenOver =
        Counter.builder("upkeep.runs.taken.over")
            .description("Attempts begun because another worker was lost")
            .register(registry);
    this.leasesLost =
        Counter.builder("upkeep.runs.leases.lost")
            .description("Runs that this worker lost while it worked on them")
            .register(registry);
    Gauge.builder("upkeep.runs.active", held, HeldRuns::size)
        .description("Runs in this worker's hands")
        .register(registry);
  }

  void claimed(boolean fromLostWorker) {
    claimed.increment();
    if (fromLostWorker) {
      takenOver.increment();
    }
  }

  void leaseLost() {
    leasesLost.increment();
  }

  void ended(String kind, RunState state) {
    Counter.builder("upkeep.runs.ended")
        .description("Runs that reached their end on this worker")
        .tag("kind", kind)
        .tag("state", state.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }
}
