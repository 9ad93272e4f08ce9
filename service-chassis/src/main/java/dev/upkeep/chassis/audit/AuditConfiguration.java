package dev.upkeep.chassis.audit;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The audit trail. */
@Configuration(proxyBeanMethods = false)
public class AuditConfiguration {
  @Bean
  AuditTrail auditTrail(JdbcClient jdbc, Clock clock) {
    return new AuditTrail(jdbc, clock);
  }

  @Bean
  AuditStatus auditStatus(AuditTrail auditTrail) {
    return new AuditStatus(auditTrail);
  }
}
