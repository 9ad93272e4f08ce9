package dev.upkeep.chassis.inbox;

import dev.upkeep.chassis.audit.AuditTrail;
import dev.upkeep.chassis.database.Purge;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.kafka.KafkaClients;
import dev.upkeep.chassis.outbox.RawRecords;
import dev.upkeep.chassis.service.ServiceIdentity;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The inbox: a consumer for every {@link Inbound} bean, and the quarantine. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InboxSettings.class)
public class InboxConfiguration {

  @Bean
  InboxParts inboxParts(
      JdbcClient jdbc, Transactions transactions, RawRecords outbox, Clock clock) {
    return new InboxParts(jdbc, transactions, outbox, clock);
  }

  @Bean
  Consumers consumers(
      ObjectProvider<Inbound<?>> inbounds,
      InboxParts parts,
      KafkaClients kafka,
      ServiceIdentity identity,
      InboxSettings settings,
      MeterRegistry registry) {
    List<Inbound<?>> all = inbounds.orderedStream().toList();
    return new Consumers(all, parts, kafka, identity, settings, registry);
  }

  @Bean
  QuarantineEndpoint quarantineEndpoint(
      ObjectProvider<Inbound<?>> inbounds,
      InboxParts parts,
      Transactions transactions,
      AuditTrail audit,
      Clock clock) {
    Map<String, TakingIn<?>> consumers = new HashMap<>();
    inbounds.forEach(inbound -> consumers.put(inbound.name(), parts.takingIn(inbound)));
    return new QuarantineEndpoint(
        parts.quarantine(),
        new QuarantineDesk(parts.quarantine(), consumers, transactions, audit, clock));
  }

  @Bean
  InboxStatus inboxStatus(InboxParts parts, Consumers consumers, MeterRegistry registry) {
    return new InboxStatus(parts.quarantine(), consumers, registry);
  }

  @Bean
  Purge oldMessageIds(JdbcClient jdbc, Clock clock, InboxSettings settings) {
    return OldRows.MESSAGE_IDS.purge(jdbc, clock, settings.retention());
  }

  @Bean
  Purge oldInboxSequences(JdbcClient jdbc, Clock clock, InboxSettings settings) {
    return OldRows.SEQUENCES.purge(jdbc, clock, settings.retention());
  }

  @Bean
  Purge oldSettledRecords(JdbcClient jdbc, Clock clock, InboxSettings settings) {
    return OldRows.SETTLED_RECORDS.purge(jdbc, clock, settings.quarantineRetention());
  }
}
