package dev.upkeep.notification.outcome;

import dev.upkeep.notification.delivery.Deliveries;
import dev.upkeep.notification.delivery.Threads;
import dev.upkeep.notification.stakeholder.Stakeholders;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What listens. */
@Configuration(proxyBeanMethods = false)
class OutcomeConfiguration {

  @Bean
  Stakeholders stakeholders(@Value("${upkeep.systems-folder:systems}") Path folder) {
    return new Stakeholders(folder);
  }

  @Bean
  Outcomes outcomes(Stakeholders stakeholders, Threads threads, Deliveries deliveries) {
    return new Outcomes(stakeholders, threads, deliveries);
  }
}
