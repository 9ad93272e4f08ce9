package dev.upkeep.benchmarks.servers;

import dev.upkeep.chassis.kafka.TopicAdministration;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.kafka.EmbeddedKafka;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The embedded servers as the standalone platform runs them, with Upkeep's topics. */
public final class Servers implements AutoCloseable {
  private static final String PASSWORD = "for-this-benchmark-only";

  private final Path folder;
  private final EmbeddedMariaDb mariaDb;
  private final EmbeddedKafka kafka;

  private Servers(Path folder) {
    this.folder = folder;
    this.mariaDb =
        EmbeddedMariaDb.start(
            folder.resolve("mariadb"),
            MariaDbInstallation.bundled(ServerCache.ofUser()),
            MariaDbSettings.small().withBufferPool("64M"));
    this.kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    TopicAdministration.createMissing(
        Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
  }

  /** Starts both in a new folder below the working directory's {@code target}. */
  public static Servers start() {
    try {
      Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
      return new Servers(Files.createTempDirectory(target, "benchmark-"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a folder for the benchmark's servers", e);
    }
  }

  public Path folder() {
    return folder;
  }

  /** The processor time that this JVM, broker included, and the database have used so far. */
  public Duration processorTime() {
    Duration database =
        ProcessHandle.of(mariaDb.pid())
            .flatMap(process -> process.info().totalCpuDuration())
            .orElse(Duration.ZERO);
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).plus(database);
  }

  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** Starts a service on a schema of its own, without a web server. */
  public ConfigurableApplicationContext service(
      String name, Class<?> application, Map<String, Object> more) {
    String schema = "upkeep_" + name.replace('-', '_');
    mariaDb.createSchema(schema, schema, PASSWORD);
    Map<String, Object> settings = new HashMap<>();
    settings.put("upkeep.service", name);
    settings.put("upkeep.kafka.bootstrap-servers", kafka.bootstrapServers());
    settings.put("upkeep.database.url", mariaDb.jdbcUrl(schema));
    settings.put("upkeep.database.user", schema);
    settings.put("upkeep.database.password", PASSWORD);
    settings.putAll(more);
    return new SpringApplicationBuilder(application)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .registerShutdownHook(false)
        .properties(settings)
        .run();
  }

  @Override
  public void close() {
    kafka.close();
    mariaDb.close();
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + folder, e);
    }
  }
}
