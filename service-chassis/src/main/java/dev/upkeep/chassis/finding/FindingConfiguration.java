package dev.upkeep.chassis.finding;

import dev.upkeep.chassis.outbox.Outbox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Findings of a service that looks. */
@Configuration(proxyBeanMethods = false)
public class FindingConfiguration {

  @Bean
  Findings findings(JdbcClient jdbc, Outbox outbox) {
    return new Findings(jdbc, outbox);
  }

  @Bean
  FindingsController findingsController(Findings findings) {
    return new FindingsController(findings);
  }
}
