package dev.upkeep.scheduler.due;

import dev.upkeep.chassis.service.Phases;
import dev.upkeep.scheduler.definition.Definitions;
import dev.upkeep.scheduler.loop.Loop;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The thread that waits for the next due instant. */
@Configuration(proxyBeanMethods = false)
class DueConfiguration {

  @Bean
  Loop dueLoop(Dues dues, Definitions definitions, Clock clock) {
    DueTimer timer = new DueTimer(dues, clock);
    Loop loop = new Loop("upkeep-due", Phases.RUNS, timer::pass);
    dues.reconcile();
    definitions.onChange(
        () -> {
          dues.reconcile();
          timer.changed();
          loop.wake();
        });
    return loop;
  }
}
