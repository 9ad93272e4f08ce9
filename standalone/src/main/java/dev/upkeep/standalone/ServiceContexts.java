package dev.upkeep.standalone;

import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The application contexts of the services, and what each is told. */
final class ServiceContexts implements AutoCloseable {
  private static final int PASSWORD_BYTES = 24;

  private final StandaloneSettings settings;
  private final Path data;
  private final String bootstrapServers;
  private final EmbeddedMariaDb mariaDb;
  private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

  ServiceContexts(
      StandaloneSettings settings, Path data, String bootstrapServers, EmbeddedMariaDb mariaDb) {
    this.settings = settings;
    this.data = data;
    this.bootstrapServers = bootstrapServers;
    this.mariaDb = mariaDb;
  }

  void start(InParallel parallel) {
    List<Future<ConfigurableApplicationContext>> starting = new ArrayList<>();
    for (Service service : Service.values()) {
      String password = password();
      mariaDb.createSchema(service.schema(), service.schema(), password);
      Map<String, Object> properties = propertiesOf(service, password);
      starting.add(parallel.begin(() -> context(service, properties)));
    }
    RuntimeException failure = null;
    for (Future<ConfigurableApplicationContext> context : starting) {
      try {
        contexts.add(parallel.result(context));
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static ConfigurableApplicationContext context(
      Service service, Map<String, Object> properties) {
    return new SpringApplicationBuilder(service.application())
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .registerShutdownHook(false)
        .properties(properties)
        .run();
  }

  private Map<String, Object> propertiesOf(Service service, String password) {
    Map<String, Object> properties = new TreeMap<>();
    properties.put("spring.application.name", service.serviceName());
    properties.put("upkeep.service", service.serviceName());
    properties.put("upkeep.kafka.bootstrap-servers", bootstrapServers);
    properties.put("upkeep.database.url", mariaDb.jdbcUrl(service.schema()));
    properties.put("upkeep.database.user", service.schema());
    properties.put("upkeep.database.password", password);
    properties.put("upkeep.web.port", "0");
    properties.put("upkeep.web.token-file", data.resolve("operator.token").toString());
    properties.put("upkeep.web.tokens-file", data.resolve("tokens").toString());
    properties.put(
        "upkeep.web.endpoint-file",
        data.resolve("run").resolve(service.serviceName() + ".endpoint").toString());
    properties.put("upkeep.systems-folder", settings.systems().toString());
    properties.put("upkeep.runbooks-folder", settings.runbooks().toString());
    properties.put("upkeep.keys-folder", data.resolve("keys").toString());
    properties.put("upkeep.sandbox.folder", data.resolve("sandbox").toString());
    properties.putAll(settings.properties());
    return properties;
  }

  /** Lives as long as this process: each start gives the accounts new ones. */
  private static String password() {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Workers hand over before the others go, so that what they say last is still sent. */
  @Override
  public void close() {
    contexts.forEach(ConfigurableApplicationContext::close);
  }
}
