package dev.upkeep.chassis.time;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;

/** The clock that everything asks; a test that brings its own wins over it. */
@Configuration(proxyBeanMethods = false)
public class TimeConfiguration {
  @Bean
  @Fallback
  Clock clock() {
    return Clock.systemUTC();
  }
}
