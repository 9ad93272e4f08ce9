package dev.upkeep.chassis.audit;

import dev.upkeep.chassis.database.Purge;
import dev.upkeep.chassis.database.RetentionSettings;
import dev.upkeep.chassis.database.Transactions;
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
  Purge oldAuditEntries(
      AuditTrail auditTrail,
      JdbcClient jdbc,
      Transactions transactions,
      RetentionSettings retention,
      Clock clock) {
    return new OldAuditEntries(auditTrail, jdbc, transactions, retention.audit(), clock);
  }

  @Bean
  AuditStatus auditStatus(AuditTrail auditTrail) {
    return new AuditStatus(auditTrail);
  }
}
