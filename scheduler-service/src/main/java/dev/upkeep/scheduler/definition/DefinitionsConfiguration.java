package dev.upkeep.scheduler.definition;

import dev.upkeep.chassis.service.Phases;
import dev.upkeep.scheduler.loop.Loop;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks after the files. */
@Configuration(proxyBeanMethods = false)
class DefinitionsConfiguration {

  /** A change is in force about as soon as the editor's window is closed. */
  private static final Duration EVERY = Duration.ofSeconds(2);

  @Bean
  FilesStatus filesStatus(Definitions definitions) {
    return new FilesStatus(definitions);
  }

  @Bean
  Loop definitionsLoop(Definitions definitions) {
    return new Loop(
        "upkeep-definitions",
        Phases.RUNS,
        () -> {
          definitions.look();
          return EVERY;
        });
  }
}
