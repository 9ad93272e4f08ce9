package dev.upkeep.chassis.database;

import dev.upkeep.chassis.web.StatusPart;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the schema answers, and what kind of server it is on. */
final class DatabaseStatus implements StatusPart {
  private final JdbcClient jdbc;
  private final ServerFacts facts;

  DatabaseStatus(JdbcClient jdbc, ServerFacts facts) {
    this.jdbc = jdbc;
    this.facts = facts;
  }

  @Override
  public Map<String, Object> status() {
    return Map.of("database", facts.version(), "databaseDangers", facts.dangers());
  }

  @Override
  public boolean isHealthy() {
    try {
      return jdbc.sql("SELECT 1").query(Integer.class).single() == 1;
    } catch (DataAccessException e) {
      return false;
    }
  }
}
