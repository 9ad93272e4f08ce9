package dev.upkeep.notification;

import dev.upkeep.chassis.test.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The service as a whole on real servers, with a system file and settings that suit tests. */
public final class Notifying implements AutoCloseable {
  public static final String PEOPLE =
      """
      people:
        - {name: Operations, role: operator, email: ops@example.org, chat: "#ops", language: en, zone: Asia/Bangkok}
        - {name: Document control, role: stakeholder, email: dc@example.org, language: th, zone: Asia/Bangkok}
      subscriptions:
        - {to: operators, events: [failure, needs-operator], channels: [email, chat]}
        - {to: stakeholders, events: [completion], channels: [email]}
      """;

  private WebApplicationType web = WebApplicationType.NONE;
  private final Map<String, Object> settings = new HashMap<>();
  private final List<ConfigurableApplicationContext> instances = new ArrayList<>();
  private final List<Class<?>> parts = new ArrayList<>(List.of(NotificationService.class));

  public Notifying(Path folder, MailServer mail, ChatServer chat) throws IOException {
    settings.putAll(TestPlatform.newSchema().settings());
    systemFile(folder, PEOPLE);
    settings.put("upkeep.service", "notification-service");
    settings.put("upkeep.kafka.bootstrap-servers", TestPlatform.kafka().bootstrapServers());
    settings.put("upkeep.systems-folder", folder.toString());
    settings.put("upkeep.mail.host", "127.0.0.1");
    settings.put("upkeep.mail.port", mail.port());
    settings.put("upkeep.mail.from", "Upkeep <upkeep@example.org>");
    settings.put("upkeep.mail.starttls", "never");
    settings.put("upkeep.mail.timeout", "2s");
    settings.put("upkeep.chat.webhook", "file:" + secret(folder, chat.webhook("T0/B0/s3cr3t")));
    settings.put("upkeep.chat.allowed-hosts", "127.0.0.1");
    settings.put("upkeep.chat.timeout", "2s");
    settings.put("upkeep.delivery.first-wait", "50ms");
    settings.put("upkeep.delivery.longest-wait", "200ms");
    settings.put("upkeep.delivery.lease", "1s");
    settings.put("upkeep.delivery.poll", "100ms");
  }

  public Notifying with(String setting, Object value) {
    settings.put(setting, value);
    return this;
  }

  /** With its HTTP API. */
  public Notifying withWeb(Map<String, Object> web) {
    settings.putAll(web);
    this.web = WebApplicationType.SERVLET;
    return this;
  }

  public Notifying with(Class<?> part) {
    parts.add(part);
    return this;
  }

  public ConfigurableApplicationContext start() {
    var application =
        new SpringApplicationBuilder(parts.toArray(Class<?>[]::new))
            .web(web)
            .bannerMode(Banner.Mode.OFF)
            .registerShutdownHook(false)
            .build();
    application.setDefaultProperties(settings);
    ConfigurableApplicationContext instance = application.run();
    instances.add(instance);
    return instance;
  }

  public JdbcClient jdbc() {
    return instances.getLast().getBean(JdbcClient.class);
  }

  public static void systemFile(Path folder, String people) throws IOException {
    Files.writeString(
        folder.resolve("lcbp3-dms.yaml"),
        """
        system: lcbp3-dms
        title: LCBP3 document management
        components:
          database:
            kind: mariadb
            url: "jdbc:mariadb://127.0.0.1:3306/lcbp3_dms"
            user: upkeep
            password: "${file:/run/secrets/lcbp3-db}"
            datetime-zone: Asia/Bangkok
        """
            + people);
  }

  public static Path secret(Path folder, String content) throws IOException {
    Path file = folder.resolve("webhook.secret");
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  @Override
  public void close() {
    instances.forEach(ConfigurableApplicationContext::close);
  }
}
