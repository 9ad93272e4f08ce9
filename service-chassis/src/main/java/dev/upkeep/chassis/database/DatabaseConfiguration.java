package dev.upkeep.chassis.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.upkeep.chassis.observability.Masking;
import dev.upkeep.chassis.service.ServiceIdentity;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The service's schema: its pool, its migrations, its transactions. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DatabaseSettings.class, RetentionSettings.class})
public class DatabaseConfiguration {

  /**
   * Every connection is READ COMMITTED (under REPEATABLE READ an idle poller blocks inserts) and in
   * UTC, so that the server's own clock reads like ours.
   */
  @Bean(destroyMethod = "close")
  HikariDataSource dataSource(DatabaseSettings settings, ServiceIdentity identity) {
    Masking.register(settings.password());
    HikariConfig config = new HikariConfig();
    config.setPoolName(identity.service());
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(settings.connectionTimeout().toMillis());
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionInitSql("SET time_zone = '+00:00'");
    config.addDataSourceProperty("connectTimeout", "5000");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    return new HikariDataSource(config);
  }

  @Bean
  ServerFacts serverFacts(DataSource dataSource, DatabaseSettings settings) {
    return ServerCheck.check(dataSource, settings.allowUnsafe());
  }

  /**
   * One history for two sources of migrations, the chassis and the service; since both grow, a
   * lower version may arrive later.
   */
  @Bean(initMethod = "migrate")
  @DependsOn("serverFacts")
  Flyway migrations(DataSource dataSource, ServiceIdentity identity) {
    return Flyway.configure()
        .dataSource(dataSource)
        .locations("classpath:db/chassis", "classpath:db/" + identity.service())
        .failOnMissingLocations(false)
        .outOfOrder(true)
        .load();
  }

  @Bean
  @DependsOn("migrations")
  JdbcClient jdbc(DataSource dataSource) {
    return JdbcClient.create(dataSource);
  }

  @Bean
  PlatformTransactionManager transactionManager(DataSource dataSource) {
    return new JdbcTransactionManager(dataSource);
  }

  @Bean
  @DependsOn("migrations")
  Transactions transactions(PlatformTransactionManager transactionManager) {
    return new RetriedTransactions(transactionManager);
  }

  @Bean
  Housekeeping housekeeping(List<Purge> purges, DatabaseSettings settings) {
    return new Housekeeping(purges, settings.purgeEvery());
  }

  @Bean
  DatabaseStatus databaseStatus(JdbcClient jdbc, ServerFacts serverFacts) {
    return new DatabaseStatus(jdbc, serverFacts);
  }
}
