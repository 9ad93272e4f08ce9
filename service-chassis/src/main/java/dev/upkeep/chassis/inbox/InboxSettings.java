package dev.upkeep.chassis.inbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How messages are taken in.
 *
 * @param tries how often a message is tried whose handling fails, before it goes to quarantine;
 *     trouble of the database does not count
 * @param retryAfter the pause between such tries
 * @param concurrency how many threads read for one consumer
 * @param retention how long ids of messages are kept; longer than any topic keeps its records
 * @param quarantineRetention how long a record in quarantine is kept after it was replayed or
 *     dropped
 */
@ConfigurationProperties("upkeep.inbox")
public record InboxSettings(
    @DefaultValue("3") int tries,
    @DefaultValue("100ms") Duration retryAfter,
    @DefaultValue("1") int concurrency,
    @DefaultValue("45d") Duration retention,
    @DefaultValue("90d") Duration quarantineRetention) {
  public InboxSettings {
    if (tries < 1) {
      throw new IllegalArgumentException(
          "upkeep.inbox.tries is %d: at least 1 is needed".formatted(tries));
    }
    if (concurrency < 1) {
      throw new IllegalArgumentException(
          "upkeep.inbox.concurrency is %d: at least 1 is needed".formatted(concurrency));
    }
  }
}
