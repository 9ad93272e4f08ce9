package dev.upkeep.deploy.state;

import dev.upkeep.chassis.database.Purge;
import dev.upkeep.chassis.database.RetentionSettings;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How long records are kept: as long as the runs that made them. */
@Configuration(proxyBeanMethods = false)
class StateConfiguration {

  @Bean
  Purge oldStateRecords(RetentionSettings retention, JdbcClient jdbc, Clock clock) {
    return StateRecords.OLD.after(retention.runs(), jdbc, clock);
  }
}
