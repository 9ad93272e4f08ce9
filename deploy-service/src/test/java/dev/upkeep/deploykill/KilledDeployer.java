package dev.upkeep.deploykill;

import dev.upkeep.chassis.database.DatabaseConfiguration;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.inbox.EventInbound;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.chassis.run.KnownSystems;
import dev.upkeep.chassis.run.Worker;
import dev.upkeep.chassis.service.ServiceConfiguration;
import dev.upkeep.chassis.test.KillAtBoundary;
import dev.upkeep.chassis.time.TimeConfiguration;
import dev.upkeep.deploy.testkit.TestSystem;
import dev.upkeep.events.Event;
import dev.upkeep.events.Ids;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.events.envelope.EventEnvelope;
import dev.upkeep.events.envelope.UnacceptableEvent;
import dev.upkeep.system.SystemsFolder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The worker part of the service, on one run, in a process that is to be killed. */
@Configuration(proxyBeanMethods = false)
@ComponentScan({"dev.upkeep.deploy.bluegreen", "dev.upkeep.deploy.release"})
@Import({
  ServiceConfiguration.class,
  TimeConfiguration.class,
  DatabaseConfiguration.class,
  Worker.class,
  KillAtBoundary.class
})
public class KilledDeployer {

  private static final String HASH = "hash";

  /** Works on the run until it ends, unless it is killed before. */
  public static void main(String[] arguments) {
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(KilledDeployer.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .registerShutdownHook(false)
            .run()) {
      acceptRun(context);
      JdbcClient jdbc = context.getBean(JdbcClient.class);
      String end =
          Awaitility.await()
              .atMost(Duration.ofMinutes(2))
              .until(
                  () -> jdbc.sql("SELECT state FROM task_run").query(String.class).single(),
                  state -> !state.equals("ACCEPTED") && !state.equals("RUNNING"));
      if (!end.equals("COMPLETED")) {
        throw new IllegalStateException("the run ended as " + end);
      }
    }
  }

  /** The due event is told by every worker that starts, as Kafka might. */
  private static void acceptRun(ConfigurableApplicationContext context) {
    UUID runbookRun = UUID.fromString(property(context, "campaign.run"));
    var run =
        new TaskRunRef(
            Ids.taskRun(runbookRun, "it"),
            runbookRun,
            TestSystem.NAME,
            "campaign",
            "it",
            "deploy.blue-green",
            "front",
            false);
    Instant now = Instant.now();
    Map<String, Object> parameters =
        Map.of(
            "service",
            "backend",
            "image",
            property(context, "campaign.image"),
            "drain",
            "200ms",
            "bake",
            "300ms",
            "pass",
            "2 of 2");
    var due =
        new MaintenanceDue(
            run, parameters, HASH, now, now.plus(Duration.ofHours(1)), 3600, "person:test");
    EventEnvelope<Event> envelope =
        new EventEnvelope<>(
            UUID.randomUUID(), URI.create("/test"), now, UUID.randomUUID(), 1, null, due);
    context
        .getBean(Transactions.class)
        .inTransaction(
            () -> {
              try {
                context.getBean(EventInbound.class).on(envelope);
              } catch (UnacceptableEvent e) {
                throw new IllegalArgumentException(e);
              }
            });
  }

  private static String property(ConfigurableApplicationContext context, String name) {
    return context.getEnvironment().getRequiredProperty(name);
  }

  @Bean
  SystemsFolder systems(@Value("${campaign.systems}") Path folder) {
    return new SystemsFolder(folder);
  }

  @Bean
  KnownSystems knownSystems() {
    return system -> Optional.of(HASH);
  }

  @Bean
  MeterRegistry meters() {
    return new SimpleMeterRegistry();
  }

  /** What is told does not matter here. */
  @Bean
  Outbox outbox() {
    return (event, cause) -> {};
  }
}
