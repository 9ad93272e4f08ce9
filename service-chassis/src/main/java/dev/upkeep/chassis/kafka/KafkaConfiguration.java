package dev.upkeep.chassis.kafka;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The service's way to the broker. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KafkaSettings.class)
public class KafkaConfiguration {
  @Bean
  KafkaClients kafkaClients(KafkaSettings settings) {
    return new KafkaClients(settings);
  }
}
