package dev.upkeep.notification.outcome;

import dev.upkeep.notification.delivery.Deliveries;
import dev.upkeep.notification.delivery.Threads;
import dev.upkeep.system.SystemsFolder;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What listens. */
@Configuration(proxyBeanMethods = false)
class OutcomeConfiguration {

  @Bean
  SystemsFolder systemsFolder(@Value("${upkeep.systems-folder:systems}") Path folder) {
    return new SystemsFolder(folder);
  }

  @Bean
  Outcomes outcomes(SystemsFolder systems, Threads threads, Deliveries deliveries) {
    return new Outcomes(systems, threads, deliveries);
  }
}
