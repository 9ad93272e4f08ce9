package dev.upkeep.chassis.outbox;

import dev.upkeep.chassis.audit.AuditTrail;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.kafka.KafkaClients;
import dev.upkeep.chassis.service.ServiceIdentity;
import dev.upkeep.events.Topics.TaskServices;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The outbox and its relay. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutboxSettings.class)
public class OutboxConfiguration {

  @Bean
  Relay relay(
      JdbcClient jdbc,
      KafkaClients kafka,
      OutboxSettings settings,
      ServiceIdentity identity,
      MeterRegistry registry) {
    // An instance that is started again under its old name is another holder.
    String owner = identity.instance() + "/" + UUID.randomUUID();
    return new Relay(
        new OutboxEntries(jdbc),
        new RelayLease(jdbc, owner, settings.lease(), System::nanoTime),
        kafka.producer(identity.service() + ".relay"),
        settings,
        new RelayMeters(registry));
  }

  @Bean
  TransactionalOutbox outbox(
      DataSource database,
      Transactions transactions,
      ServiceIdentity identity,
      Clock clock,
      ObjectProvider<TaskServices> services,
      Relay relay) {
    TaskServices asked =
        kind -> services.getIfAvailable(() -> OutboxConfiguration::nobody).serviceFor(kind);
    return new TransactionalOutbox(
        new NamedParameterJdbcTemplate(database),
        transactions,
        identity,
        clock,
        asked,
        relay::wake);
  }

  @Bean
  WaitingEntries waitingEntries(
      JdbcClient jdbc, Transactions transactions, AuditTrail audit, Relay relay) {
    return new WaitingEntries(jdbc, transactions, audit, relay::wake);
  }

  @Bean
  OutboxEndpoint outboxEndpoint(WaitingEntries waitingEntries) {
    return new OutboxEndpoint(waitingEntries);
  }

  @Bean
  OutboxStatus outboxStatus(WaitingEntries waitingEntries, Relay relay, MeterRegistry registry) {
    return new OutboxStatus(waitingEntries, relay, registry);
  }

  @Bean
  UnusedSequences unusedSequences(JdbcClient jdbc, Clock clock, OutboxSettings settings) {
    return new UnusedSequences(jdbc, clock, settings.sequenceRetention());
  }

  private static String nobody(String kind) {
    throw new IllegalStateException(
        "a due event for %s was added, but this service has no bean that knows which service knows"
                .formatted(kind)
            + " the task: declare a TaskServices");
  }
}
