package dev.upkeep.dbcampaign;

import dev.upkeep.chassis.database.DatabaseConfiguration;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.inbox.EventInbound;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.chassis.run.KnownSystems;
import dev.upkeep.chassis.run.Leftovers;
import dev.upkeep.chassis.run.Worker;
import dev.upkeep.chassis.service.ServiceConfiguration;
import dev.upkeep.chassis.time.TimeConfiguration;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.database.testkit.TestRedis;
import dev.upkeep.events.Event;
import dev.upkeep.events.Ids;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.events.envelope.EventEnvelope;
import dev.upkeep.events.envelope.UnacceptableEvent;
import dev.upkeep.system.BackupPlace;
import dev.upkeep.system.BackupPolicy;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.CleanupPolicy.UploadedFiles;
import dev.upkeep.system.FilesComponent;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.Tuning;
import dev.upkeep.system.amount.Age;
import dev.upkeep.system.database.LeftConnections;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.redis.TargetCaches;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.secret.Secrets;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
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

/** The worker part of the service, on one run: in this process, or in one that is to be killed. */
@Configuration(proxyBeanMethods = false)
@ComponentScan({
  "dev.upkeep.database.optimize",
  "dev.upkeep.database.cleanup",
  "dev.upkeep.database.unarchive",
  "dev.upkeep.database.indexes",
  "dev.upkeep.database.cacheoptimize",
  "dev.upkeep.database.backup",
  "dev.upkeep.database.restoretest",
  "dev.upkeep.database.restore",
  "dev.upkeep.database.filesbackup",
  "dev.upkeep.database.filesrestoretest"
})
@Import({
  ServiceConfiguration.class,
  TimeConfiguration.class,
  DatabaseConfiguration.class,
  Worker.class
})
public class CampaignWorker {

  private static final String HASH = "hash";

  /** Works on the run until it ends, unless it is killed before. */
  public static void main(String[] arguments) {
    try (ConfigurableApplicationContext worker = start(Map.of(), Observers.Killing.class)) {
      awaitEnd(worker);
    }
  }

  static ConfigurableApplicationContext start(Map<String, Object> settings, Class<?> observer) {
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(CampaignWorker.class, observer)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .registerShutdownHook(false)
            .properties(settings)
            .run();
    acceptRun(context);
    return context;
  }

  /** The due event is told by every worker that starts, as Kafka might. */
  private static void acceptRun(ConfigurableApplicationContext context) {
    UUID runbookRun = UUID.fromString(property(context, "campaign.run"));
    var run =
        new TaskRunRef(
            Ids.taskRun(runbookRun, "it"),
            runbookRun,
            "dms",
            "campaign",
            "it",
            property(context, "campaign.kind"),
            componentOf(property(context, "campaign.kind")),
            false);
    Map<String, Object> parameters =
        switch (run.kind()) {
          case "database.cleanup" -> Map.of("batch-rows", 40);
          case "database.unarchive" ->
              Map.of("table", "audit", "run", property(context, Archived.RUN));
          case "database.index-apply" -> Map.of("indexes", List.of("by_at on letters (at)"));
          case "cache.optimize" -> Map.of("latency-limit", "50ms");
          case "database.restore" -> Map.of("into", copyOf(property(context, "campaign.url")));
          default -> Map.of();
        };
    Instant now = Instant.now();
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

  private static String componentOf(String kind) {
    return kind.startsWith("cache.")
        ? "cache"
        : kind.startsWith("files.") ? "documents" : "database";
  }

  /** The database that backups of another are restored into. */
  static String copyOf(String url) {
    return url.substring(url.lastIndexOf('/') + 1) + "_again";
  }

  private static String property(ConfigurableApplicationContext context, String name) {
    return context.getEnvironment().getRequiredProperty(name);
  }

  /** Waits, and answers the state in which the run ended. */
  static String awaitEnd(ConfigurableApplicationContext context) {
    JdbcClient jdbc = context.getBean(JdbcClient.class);
    return Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(25))
        .until(
            () -> jdbc.sql("SELECT state FROM task_run").query(String.class).single(),
            state -> !state.equals("ACCEPTED") && !state.equals("RUNNING"));
  }

  @Bean
  TargetDatabases targetDatabases(
      @Value("${campaign.url}") String url,
      @Value("${campaign.user}") String user,
      @Value("${campaign.password-file}") Path passwordFile,
      @Value("${campaign.folder}") Path folder) {
    var component =
        new MariaDbComponent(
            "database",
            url,
            user,
            new SecretReference.InFile(passwordFile),
            Optional.of(ZoneId.of("Asia/Bangkok")),
            List.of(
                policy("audit", new CleanupPolicy.Action.Archive("audit_archive")),
                policy("notes", new CleanupPolicy.Action.Delete()),
                policy("uploads", new CleanupPolicy.Action.Delete(Optional.of(uploadsIn(folder))))),
            Optional.of(backupsIn(folder)),
            Tuning.none());
    var system =
        new MaintainedSystem(
            "dms", "Documents", Map.of("database", component), List.of(), List.of(), HASH);
    return new TargetDatabases(
        name -> Optional.of(system), new Secrets(Map.of()), Duration.ofDays(400));
  }

  static BackupPolicy backupsIn(Path folder) {
    return new BackupPolicy(
        new BackupPlace.Folder(folder.resolve("backups")),
        BackupPolicy.Method.LOGICAL,
        BackupPolicy.Keep.USUAL,
        Optional.empty(),
        List.of(),
        List.of(),
        false);
  }

  @Bean
  Sandboxes sandboxes(@Value("${campaign.folder}") Path folder) {
    return new Sandboxes(folder.resolve("sandboxes"), Optional.empty());
  }

  @Bean
  static PhysicalTools tools(Sandboxes sandboxes) {
    return new PhysicalTools(Path.of("/usr/bin/mariadb-backup"), sandboxes);
  }

  static UploadedFiles uploadsIn(Path folder) {
    return new UploadedFiles("path", folder.resolve("uploads"), Path.of(""));
  }

  private static CleanupPolicy policy(String table, CleanupPolicy.Action action) {
    return new CleanupPolicy(table, "at", Age.parse("1y").orElseThrow(), action);
  }

  @Bean
  TargetCaches targetCaches(@Value("${campaign.redis-port:0}") int port) {
    return TestRedis.cachesAt(
        "redis://127.0.0.1:" + port,
        "maxmemory: 200mb",
        "keyspace: {cache: [{keys: 'cache:*', idle-limit: 30d}], session: ['sess:*']}");
  }

  @Bean
  FileSets fileSets(@Value("${campaign.folder}") Path folder) {
    return filesIn(folder);
  }

  /** Files in {@code source}, backed up to {@code repository}, whose password is beside them. */
  static FileSets filesIn(Path folder) {
    var component =
        new FilesComponent(
            "documents",
            List.of(folder.resolve("source")),
            List.of(),
            Optional.empty(),
            new FilesComponent.Repository(
                new BackupPlace.Folder(folder.resolve("repository")),
                new SecretReference.InFile(folder.resolve("password")),
                BackupPolicy.Keep.USUAL));
    var system =
        new MaintainedSystem(
            "dms", "Documents", Map.of("documents", component), List.of(), List.of(), HASH);
    return new FileSets(
        name -> Optional.of(system), new Secrets(Map.of()), Path.of("/usr/bin/restic"));
  }

  @Bean
  Leftovers leftConnections(TargetDatabases databases) {
    return new LeftConnections(databases);
  }

  @Bean
  KnownSystems knownSystems() {
    return system -> Optional.of(HASH);
  }

  @Bean
  Outbox outbox() {
    return (event, cause) -> {};
  }

  @Bean
  MeterRegistry meterRegistry() {
    return new SimpleMeterRegistry();
  }
}
