package dev.upkeep.benchmarks.servers;

import dev.upkeep.chassis.Chassis;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.kafka.KafkaClients;
import dev.upkeep.chassis.outbox.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A service that is nothing but the chassis; its relay can be stopped and started. */
public final class ChassisService implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final ConfigurableApplicationContext context;

  public ChassisService(Servers servers) {
    this.context = servers.service("benchmark-service", Application.class, Map.of());
  }

  public Outbox outbox() {
    return context.getBean(Outbox.class);
  }

  public Transactions transactions() {
    return context.getBean(Transactions.class);
  }

  public JdbcClient jdbc() {
    return context.getBean(JdbcClient.class);
  }

  public KafkaClients kafka() {
    return context.getBean(KafkaClients.class);
  }

  /** How many events Kafka has acknowledged since the service started. */
  public long acknowledged() {
    return (long) context.getBean(MeterRegistry.class).counter("upkeep.outbox.sent").count();
  }

  public void startRelay() {
    relay().start();
  }

  /** Returns when its last row is sent and deleted and its lease given back. */
  public void stopRelay() {
    relay().stop();
  }

  private SmartLifecycle relay() {
    return context.getBean("relay", SmartLifecycle.class);
  }

  public void awaitAcknowledged(long count) {
    Awaitility.await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(LIMIT)
        .until(() -> acknowledged() >= count);
  }

  @Override
  public void close() {
    context.close();
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @Import(Chassis.class)
  static class Application {}
}
