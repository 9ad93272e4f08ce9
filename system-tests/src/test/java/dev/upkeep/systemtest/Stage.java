package dev.upkeep.systemtest;

import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.kafka.TopicAdministration;
import dev.upkeep.cli.Platform;
import dev.upkeep.database.DatabaseMaintenanceService;
import dev.upkeep.deploy.DeployService;
import dev.upkeep.embedded.OwnerOnlyFile;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.kafka.EmbeddedKafka;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import dev.upkeep.notification.NotificationService;
import dev.upkeep.sample.SampleSize;
import dev.upkeep.sample.SampleSystem;
import dev.upkeep.scheduler.SchedulerService;
import dev.upkeep.standalone.LogFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The services of the platform in this JVM, each a context of its own with its own schema and
 * account, as in the standalone platform, on real servers that a test may take away and bring back.
 * Started once for all tests, each of which triggers runs of its own. Its secrets are {@link
 * Planted}.
 */
final class Stage {
  static final String SYSTEM = "lcbp3-dms";

  private static final SampleSize SIZE =
      new SampleSize(4_000, 4_000, 1_000, 500, 20_000, 1_500, 100);

  /** A service of the platform. */
  enum Service {
    SCHEDULER(SchedulerService.NAME, SchedulerService.class),
    DATABASE(DatabaseMaintenanceService.NAME, DatabaseMaintenanceService.class),
    DEPLOY(DeployService.NAME, DeployService.class),
    NOTIFICATION("notification-service", NotificationService.class);

    private final String serviceName;
    private final Class<?> application;
    private final String password = Planted.secret("account-of-the-platform");

    Service(String serviceName, Class<?> application) {
      this.serviceName = serviceName;
      this.application = application;
    }

    String serviceName() {
      return serviceName;
    }

    String schema() {
      return "upkeep_" + serviceName.substring(0, serviceName.indexOf('-'));
    }

    String password() {
      return password;
    }
  }

  private final Path folder;
  private final EmbeddedMariaDb mariaDb;
  private final SampleSystem sample;
  private final MailServer mail;
  private final ChatServer chat;
  private EmbeddedKafka kafka;

  static Stage shared() {
    return Shared.STAGE;
  }

  private static final class Shared {
    static final Stage STAGE = new Stage();
  }

  private Stage() {
    LogFiles.into(Path.of(System.getProperty("upkeep.logs")));
    try {
      this.folder =
          Files.createTempDirectory(
              Files.createDirectories(Path.of("target").toAbsolutePath()), "stage-");
      this.mail = new MailServer(OwnCertificate.trustedHere(folder));
      this.chat = new ChatServer();
      this.sample = startedSample();
      this.kafka = EmbeddedKafka.start(folder.resolve("data/kafka"));
      this.mariaDb =
          EmbeddedMariaDb.start(
              folder.resolve("data/mariadb"),
              MariaDbInstallation.bundled(ServerCache.ofUser()),
              MariaDbSettings.small());
      StageFiles.write(folder, sample, chat.webhook());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TopicAdministration.createMissing(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    List<ConfigurableApplicationContext> running =
        List.of(Service.values()).stream().map(service -> start(service, Map.of())).toList();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running), "close-stage"));
  }

  /** The clock stands still, so that rows are due by the same instant before and after. */
  private SampleSystem startedSample() {
    Path data = folder.resolve("sample");
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    OwnerOnlyFile.write(data.resolve("upkeep-password"), Planted.TARGET_PASSWORD + "\n");
    return SampleSystem.start(
        data, ServerCache.ofUser(), Clock.fixed(Clock.systemUTC().instant(), ZoneOffset.UTC), SIZE);
  }

  private void close(List<ConfigurableApplicationContext> running) {
    running.forEach(ConfigurableApplicationContext::close);
    kafka.close();
    mariaDb.close();
    sample.close();
    mail.close();
    chat.close();
  }

  /**
   * Starts an instance of a service beside those that run; close it.
   *
   * @param more settings that win
   */
  ConfigurableApplicationContext start(Service service, Map<String, String> more) {
    return start(service, more, context -> {});
  }

  /**
   * As {@link #start(Service, Map)}.
   *
   * @param change what is different about its parts
   */
  ConfigurableApplicationContext start(
      Service service,
      Map<String, String> more,
      ApplicationContextInitializer<ConfigurableApplicationContext> change) {
    mariaDb.createSchema(service.schema(), service.schema(), service.password());
    Map<String, Object> settings = new TreeMap<>(settings(service));
    settings.putAll(more);
    return new SpringApplicationBuilder(service.application)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .registerShutdownHook(false)
        .initializers(change)
        .properties(settings)
        .run();
  }

  private Map<String, String> settings(Service service) {
    Path data = folder.resolve("data");
    return Map.ofEntries(
        Map.entry("spring.application.name", service.serviceName),
        Map.entry("upkeep.service", service.serviceName),
        Map.entry("upkeep.kafka.bootstrap-servers", kafka.bootstrapServers()),
        Map.entry("upkeep.database.url", mariaDb.jdbcUrl(service.schema())),
        Map.entry("upkeep.database.user", service.schema()),
        Map.entry("upkeep.database.password", service.password()),
        Map.entry("upkeep.web.port", "0"),
        Map.entry("upkeep.web.token-file", data.resolve("operator.token").toString()),
        Map.entry(
            "upkeep.web.endpoint-file",
            data.resolve("run/" + service.serviceName + ".endpoint").toString()),
        Map.entry("upkeep.systems-folder", folder.resolve("systems").toString()),
        Map.entry("upkeep.runbooks-folder", folder.resolve("runbooks").toString()),
        Map.entry("upkeep.keys-folder", data.resolve("keys").toString()),
        Map.entry("upkeep.mail.host", "localhost"),
        Map.entry("upkeep.mail.port", Integer.toString(mail.port())),
        Map.entry("upkeep.mail.from", "upkeep@example.org"),
        Map.entry("upkeep.mail.username", MailServer.USER),
        Map.entry("upkeep.mail.password", "file:" + StageFiles.mailPassword(folder)),
        Map.entry("upkeep.chat.webhook", "file:" + StageFiles.webhook(folder)),
        Map.entry("upkeep.chat.allowed-hosts", "127.0.0.1"),
        Map.entry("upkeep.delivery.first-wait", "100ms"),
        Map.entry("upkeep.delivery.longest-wait", "1s"),
        Map.entry("upkeep.run.retry-first", "100ms"),
        Map.entry("upkeep.run.retry-cap", "200ms"));
  }

  /** Everything that the stage has written, secrets in files of their own included. */
  Path folder() {
    return folder;
  }

  /** The platform's own database. */
  EmbeddedMariaDb mariaDb() {
    return mariaDb;
  }

  SampleSystem sample() {
    return sample;
  }

  MailServer mail() {
    return mail;
  }

  ChatServer chat() {
    return chat;
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** The HTTP API, as the command line uses it. */
  Platform api() {
    return Platform.in(folder.resolve("data"));
  }

  void stopBroker() {
    kafka.close();
  }

  void startBroker() {
    kafka = EmbeddedKafka.start(folder.resolve("data/kafka"));
  }

  /** What was archived is in the live table again, so that the next cleanup has work. */
  void makeWorkForCleanup() {
    try (Connection connection = sample.mariaDb().connectAsRoot();
        Statement statement = connection.createStatement()) {
      statement.execute("USE " + SampleSystem.SCHEMA);
      statement.execute("INSERT INTO audit_logs SELECT * FROM audit_logs_archive");
      statement.execute("DELETE FROM audit_logs_archive");
    } catch (SQLException e) {
      throw new IllegalStateException("the sample could not be put back", e);
    }
  }

  /** Returns when the cleanup has moved some rows and has most of its work before it. */
  void awaitCleanupUnderWay() {
    await("the cleanup is under way")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> sample.report().table("audit_logs_archive").rows() > 200);
  }
}
