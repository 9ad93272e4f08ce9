package dev.upkeep.chassis;

import dev.upkeep.chassis.audit.AuditConfiguration;
import dev.upkeep.chassis.catalogue.CatalogueConfiguration;
import dev.upkeep.chassis.database.DatabaseConfiguration;
import dev.upkeep.chassis.inbox.InboxConfiguration;
import dev.upkeep.chassis.kafka.KafkaConfiguration;
import dev.upkeep.chassis.observability.ObservabilityConfiguration;
import dev.upkeep.chassis.outbox.OutboxConfiguration;
import dev.upkeep.chassis.service.ServiceConfiguration;
import dev.upkeep.chassis.time.TimeConfiguration;
import dev.upkeep.chassis.web.WebConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The parts of every service. A service's application class imports this and nothing else of the
 * chassis:
 *
 * <pre>{@code
 * @SpringBootConfiguration
 * @ComponentScan
 * @Import(Chassis.class)
 * class SchedulerService {}
 * }</pre>
 */
@Configuration(proxyBeanMethods = false)
@Import({
  ServiceConfiguration.class,
  TimeConfiguration.class,
  ObservabilityConfiguration.class,
  DatabaseConfiguration.class,
  AuditConfiguration.class,
  KafkaConfiguration.class,
  OutboxConfiguration.class,
  InboxConfiguration.class,
  CatalogueConfiguration.class,
  WebConfiguration.class,
})
public class Chassis {}
