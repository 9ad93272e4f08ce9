package dev.upkeep.scheduler;

import dev.upkeep.chassis.Chassis;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** The scheduler as an application. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ComponentScan
@Import(Chassis.class)
@EnableConfigurationProperties(SchedulerSettings.class)
public class SchedulerService {

  /** Its name among the services, in settings, topics' consumer groups and logs. */
  public static final String NAME = "scheduler-service";

  /** Starts the service alone; the standalone platform starts it beside the others. */
  public static void main(String[] arguments) {
    SpringApplication.run(SchedulerService.class, arguments);
  }

  /** For statements in batches. */
  @Bean
  @DependsOn("migrations")
  NamedParameterJdbcOperations batches(DataSource dataSource) {
    return new NamedParameterJdbcTemplate(dataSource);
  }
}
