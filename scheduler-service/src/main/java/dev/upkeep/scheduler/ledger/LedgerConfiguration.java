package dev.upkeep.scheduler.ledger;

import dev.upkeep.chassis.database.AgedRows;
import dev.upkeep.chassis.database.Purge;
import dev.upkeep.chassis.database.RetentionSettings;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps the ledger from growing for ever. */
@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {
  static final AgedRows DECIDED =
      new AgedRows(
          "old entries of the ledger",
          "DELETE FROM ledger WHERE decided_at < :before ORDER BY decided_at LIMIT :most");

  @Bean
  Purge oldLedgerEntries(RetentionSettings retention, JdbcClient jdbc, Clock clock) {
    return DECIDED.after(retention.runs(), jdbc, clock);
  }
}
