package dev.upkeep.chassis.outbox;

import java.time.Duration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table as tests look at it. */
final class OutboxTable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private OutboxTable() {}

  static long rows(ConfigurableApplicationContext service) {
    return jdbc(service).sql("SELECT COUNT(*) FROM outbox").query(Long.class).single();
  }

  static JdbcClient jdbc(ConfigurableApplicationContext service) {
    return service.getBean(JdbcClient.class);
  }
}
