package dev.upkeep.scheduler;

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
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A real MariaDB and a real broker for each test class that needs them, started once per JVM. */
public final class TestServers {

  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private TestServers() {}

  /** A schema of its own, empty; answers the settings with which a service uses it. */
  public static Map<String, Object> newSchema() {
    String schema = "scheduler_" + SCHEMAS.incrementAndGet();
    MariaDb.SERVER.createSchema(schema, schema, "secret-of-" + schema);
    return Map.of(
        "upkeep.database.url",
        MariaDb.SERVER.jdbcUrl(schema),
        "upkeep.database.user",
        schema,
        "upkeep.database.password",
        "secret-of-" + schema);
  }

  /** A broker of its own for one test, so that nobody else's records are on its topics. */
  static EmbeddedKafka newBroker() {
    EmbeddedKafka broker = EmbeddedKafka.start(folder("kafka"));
    TopicAdministration.createMissing(Map.of("bootstrap.servers", broker.bootstrapServers()));
    return broker;
  }

  static Path folder(String name) {
    try {
      Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
      return Files.createTempDirectory(target, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class MariaDb {
    static final EmbeddedMariaDb SERVER =
        EmbeddedMariaDb.start(
            folder("mariadb"),
            MariaDbInstallation.bundled(ServerCache.ofUser()),
            MariaDbSettings.small());

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
    }
  }
}
