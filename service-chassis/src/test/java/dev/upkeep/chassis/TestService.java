package dev.upkeep.chassis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts a service made of the chassis and of what a test adds. */
public final class TestService {
  private final Map<String, Object> settings = new HashMap<>();
  private WebApplicationType web = WebApplicationType.NONE;
  private final List<Class<?>> parts = new ArrayList<>(List.of(Chassis.class));

  private TestService() {
    settings.put("upkeep.service", "test-service");
    settings.put("upkeep.kafka.bootstrap-servers", TestServers.kafka().bootstrapServers());
  }

  /** On a schema of its own. */
  public static TestService onNewSchema() {
    return new TestService().with(TestServers.newSchema());
  }

  /** On a schema that another one may use too. */
  public static TestService onSchema(Map<String, Object> schema) {
    return new TestService().with(schema);
  }

  public TestService with(Map<String, Object> more) {
    settings.putAll(more);
    return this;
  }

  public TestService with(String setting, Object value) {
    settings.put(setting, value);
    return this;
  }

  public TestService with(Class<?> part) {
    parts.add(part);
    return this;
  }

  /** With its HTTP API, on any free port. */
  public TestService withWeb(Path tokenFile) {
    web = WebApplicationType.SERVLET;
    return with("upkeep.web.token-file", tokenFile.toString());
  }

  public ConfigurableApplicationContext start() {
    SpringApplication application =
        new SpringApplicationBuilder(parts.toArray(Class<?>[]::new))
            .web(web)
            .bannerMode(Banner.Mode.OFF)
            .registerShutdownHook(false)
            .build();
    application.setDefaultProperties(settings);
    return application.run();
  }
}
