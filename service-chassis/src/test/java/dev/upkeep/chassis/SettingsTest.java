package dev.upkeep.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.chassis.database.DatabaseSettings;
import dev.upkeep.chassis.database.RetentionSettings;
import dev.upkeep.chassis.inbox.InboxSettings;
import dev.upkeep.chassis.kafka.KafkaSettings;
import dev.upkeep.chassis.outbox.OutboxSettings;
import dev.upkeep.chassis.service.ServiceIdentity;
import dev.upkeep.chassis.web.WebSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SettingsTest {

  @Test
  void haveTheDefaultsThatAreDocumented() {
    assertThat(
            bind(
                "upkeep.database",
                DatabaseSettings.class,
                Map.of("upkeep.database.url", "jdbc:mariadb://db/x")))
        .isEqualTo(
            new DatabaseSettings(
                "jdbc:mariadb://db/x", "", "", 6, seconds(5), Duration.ofMinutes(10), false));
    assertThat(bind("upkeep.outbox", OutboxSettings.class, Map.of("upkeep.outbox.attempts", "5")))
        .isEqualTo(
            new OutboxSettings(
                5,
                seconds(1),
                Duration.ofMinutes(1),
                seconds(5),
                seconds(2),
                seconds(5),
                Duration.ofDays(90)));
    assertThat(bind("upkeep.inbox", InboxSettings.class, Map.of("upkeep.inbox.tries", "3")))
        .isEqualTo(
            new InboxSettings(
                3, Duration.ofMillis(100), 1, Duration.ofDays(45), Duration.ofDays(90)));
    assertThat(bind("upkeep.web", WebSettings.class, Map.of("upkeep.web.token-file", "/t")))
        .isEqualTo(new WebSettings("127.0.0.1", 0, Path.of("/t"), null, null, ""));
    assertThat(
            bind(
                "upkeep.retention",
                RetentionSettings.class,
                Map.of("upkeep.retention.runs", "400d")))
        .isEqualTo(new RetentionSettings(Duration.ofDays(400), Duration.ofDays(3650)));
    assertThat(
            bind("upkeep", ServiceIdentity.class, Map.of("upkeep.service", "a-service")).instance())
        .endsWith(":" + ProcessHandle.current().pid());
  }

  @Test
  void areRefusedWithTheRemedyWhenTheyMakeNoSense() {
    assertThatThrownBy(() -> new ServiceIdentity("", "")).hasMessageContaining("upkeep.service");
    assertThatThrownBy(() -> new ServiceIdentity("Not A Name", ""))
        .hasMessageContaining("'Not A Name'", "lower-case");
    assertThatThrownBy(() -> new KafkaSettings("", Map.of()))
        .hasMessageContaining("upkeep.kafka.bootstrap-servers");
    assertThatThrownBy(
            () -> new DatabaseSettings("jdbc:mysql://x", "", "", 6, seconds(5), seconds(5), false))
        .hasMessageContaining("upkeep.database.url is 'jdbc:mysql://x'");
    assertThatThrownBy(() -> new RetentionSettings(Duration.ofDays(14), Duration.ofDays(3650)))
        .hasMessageContaining("upkeep.retention.runs", "at least 15d");
    assertThatThrownBy(() -> new WebSettings("127.0.0.1", 0, null, null, null, ""))
        .hasMessageContaining("upkeep.web.token-file");
  }

  @Test
  void keepSecretsToThemselves() {
    assertThat(
            new DatabaseSettings(
                "jdbc:mariadb://db/x", "u", "hunter22", 6, seconds(5), seconds(5), false))
        .asString()
        .doesNotContain("hunter22");
    assertThat(new KafkaSettings("b:1", Map.of("sasl.jaas.config", "hunter22")))
        .asString()
        .doesNotContain("hunter22");
  }

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties)).bind(prefix, type).get();
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
