package dev.upkeep.chassis.test;

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
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real MariaDB and a real broker on free ports, each started at most once for all tests of a JVM
 * and stopped with it. As a JUnit extension it hands out {@link EmbeddedMariaDb}, {@link
 * EmbeddedKafka}, and a {@link Schema} that is fresh for each test class:
 *
 * <pre>{@code
 * @ExtendWith(TestPlatform.class)
 * class OptimizeTaskTest {
 *   @Test void rebuildsWhatIsFragmented(TestPlatform.Schema schema) { … }
 * }
 * }</pre>
 */
public final class TestPlatform implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(TestPlatform.class);

  /**
   * A schema of its own with an account that owns it.
   *
   * @param url the JDBC address
   */
  public record Schema(String name, String url, String user, String password) {

    /** As a service reads it. */
    public Map<String, Object> settings() {
      return Map.of(
          "upkeep.database.url", url,
          "upkeep.database.user", user,
          "upkeep.database.password", password);
    }
  }

  public static EmbeddedMariaDb mariaDb() {
    return MariaDb.SERVER;
  }

  /** The broker, with every topic of Upkeep created. */
  public static EmbeddedKafka kafka() {
    return Kafka.SERVER;
  }

  /** A broker of one's own, so that nobody else's records are on its topics; to be closed. */
  public static EmbeddedKafka newBroker() {
    EmbeddedKafka broker = EmbeddedKafka.start(folder("kafka"));
    TopicAdministration.createMissing(Map.of("bootstrap.servers", broker.bootstrapServers()));
    return broker;
  }

  /** An empty schema that no other test uses. */
  public static Schema newSchema() {
    String name = "test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    String password = UUID.randomUUID().toString();
    mariaDb().createSchema(name, name, password);
    return new Schema(name, mariaDb().jdbcUrl(name), name, password);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == EmbeddedMariaDb.class || type == EmbeddedKafka.class || type == Schema.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == EmbeddedMariaDb.class) {
      return mariaDb();
    }
    if (type == EmbeddedKafka.class) {
      return kafka();
    }
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(context.getRequiredTestClass(), testClass -> newSchema(), Schema.class);
  }

  /** A new folder of one's own in the module's {@code target}. */
  public static Path folder(String name) {
    try {
      Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
      return Files.createTempDirectory(target, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for the test server " + name, e);
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
