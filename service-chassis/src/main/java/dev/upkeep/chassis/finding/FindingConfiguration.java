package dev.upkeep.chassis.finding;

import dev.upkeep.chassis.database.AgedRows;
import dev.upkeep.chassis.database.Purge;
import dev.upkeep.chassis.database.RetentionSettings;
import dev.upkeep.chassis.outbox.Outbox;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Findings of a service that looks. */
@Configuration(proxyBeanMethods = false)
public class FindingConfiguration {
  static final AgedRows RESOLVED =
      new AgedRows(
          "findings resolved long ago",
          "DELETE FROM finding WHERE resolved_at < :before ORDER BY resolved_at LIMIT :most");

  @Bean
  Findings findings(JdbcClient jdbc, Outbox outbox) {
    return new Findings(jdbc, outbox);
  }

  @Bean
  Purge findingsResolvedLongAgo(RetentionSettings retention, JdbcClient jdbc, Clock clock) {
    return RESOLVED.after(retention.runs(), jdbc, clock);
  }

  @Bean
  FindingsController findingsController(Findings findings) {
    return new FindingsController(findings);
  }
}
