package dev.upkeep.notification;

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

/** A real MariaDB and a real broker, started once for all tests of this JVM. */
public final class TestServers {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private TestServers() {}

  public static EmbeddedMariaDb mariaDb() {
    return MariaDb.SERVER;
  }

  public static EmbeddedKafka kafka() {
    return Kafka.SERVER;
  }

  /** A schema of its own, empty; answers the settings with which a service uses it. */
  public static Map<String, Object> newSchema() {
    String schema = "notification_" + SCHEMAS.incrementAndGet();
    mariaDb().createSchema(schema, schema, "secret-of-" + schema);
    return Map.of(
        "upkeep.database.url",
        mariaDb().jdbcUrl(schema),
        "upkeep.database.user",
        schema,
        "upkeep.database.password",
        "secret-of-" + schema);
  }

  private static Path folder(String name) {
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

  private static final class Kafka {
    static final EmbeddedKafka SERVER = EmbeddedKafka.start(folder("kafka"));

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
      TopicAdministration.createMissing(Map.of("bootstrap.servers", SERVER.bootstrapServers()));
    }
  }
}
