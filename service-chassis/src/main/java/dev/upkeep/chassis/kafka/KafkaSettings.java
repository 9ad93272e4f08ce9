package dev.upkeep.chassis.kafka;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The broker.
 *
 * @param bootstrapServers as in {@code 127.0.0.1:9092}
 * @param properties further properties of every Kafka client, such as those of its security
 */
@ConfigurationProperties("upkeep.kafka")
public record KafkaSettings(
    @DefaultValue("") String bootstrapServers, @DefaultValue Map<String, String> properties) {
  public KafkaSettings {
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "upkeep.kafka.bootstrap-servers is not set: give the broker's address, as in"
              + " 127.0.0.1:9092");
    }
    properties = Map.copyOf(properties);
  }

  /** Properties may hold a password. */
  @Override
  public String toString() {
    return "KafkaSettings[bootstrapServers=%s]".formatted(bootstrapServers);
  }
}
