package dev.upkeep.notification.delivery;

import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.chassis.service.ServiceIdentity;
import dev.upkeep.notification.channel.Channel;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ledger and its senders. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliverySettings.class)
class DeliveryConfiguration {

  @Bean
  Alarm alarm() {
    return new Alarm();
  }

  @Bean
  Threads threads(JdbcClient jdbc) {
    return new Threads(jdbc);
  }

  @Bean
  Deliveries deliveries(
      JdbcClient jdbc, Transactions transactions, DeliverySettings settings, Alarm alarm) {
    return new Deliveries(jdbc, transactions, settings, alarm);
  }

  @Bean
  DeliveriesController deliveriesController(JdbcClient jdbc) {
    return new DeliveriesController(new Ledger(jdbc));
  }

  @Bean
  OldMessages oldMessages(JdbcClient jdbc, Transactions transactions, DeliverySettings settings) {
    return new OldMessages(jdbc, transactions, settings.retention());
  }

  @Bean
  SendersLifecycle senders(
      JdbcClient jdbc,
      Transactions transactions,
      Outbox outbox,
      Clock clock,
      List<Channel> channels,
      DeliverySettings settings,
      Alarm alarm,
      ServiceIdentity identity) {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("delivery-", 0).factory());
    Claims claims = new Claims(jdbc, transactions, settings.lease());
    Attempts attempts =
        new Attempts(
            new Results(jdbc, transactions, outbox, clock),
            settings,
            RandomGenerator.getDefault(),
            threads);
    return new SendersLifecycle(
        () ->
            new Senders(
                channels,
                claims,
                attempts,
                settings,
                alarm,
                identity.instance() + "/" + UUID.randomUUID(),
                threads));
  }
}
