package dev.upkeep.scheduler.flow;

import dev.upkeep.chassis.service.Phases;
import dev.upkeep.scheduler.loop.Loop;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks after runs of which nothing is heard. */
@Configuration(proxyBeanMethods = false)
class FlowConfiguration {

  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final int BATCH = 100;

  @Bean
  Loop watchLoop(Runs runs) {
    return new Loop(
        "upkeep-watch",
        Phases.RUNS,
        () -> {
          List<UUID> overdue = runs.toWatch(BATCH);
          overdue.forEach(runs::watch);
          return overdue.size() < BATCH ? EVERY : Duration.ZERO;
        });
  }
}
