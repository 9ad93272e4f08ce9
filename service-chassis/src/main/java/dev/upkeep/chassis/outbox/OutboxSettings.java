package dev.upkeep.chassis.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How events are told.
 *
 * @param attempts how often a row that Kafka refuses is tried before it waits for a person
 * @param retryAfter the pause after the first refusal; doubled after each
 * @param retryAtMost the longest such pause
 * @param lease how long an instance may relay without renewing
 * @param pollAtMost how long rows written by another instance may go unnoticed when idle
 * @param drainLimit how long a stop waits for what is there to be sent
 * @param sequenceRetention how long the count of a key that is no longer used is kept
 */
@ConfigurationProperties("upkeep.outbox")
public record OutboxSettings(
    @DefaultValue("5") int attempts,
    @DefaultValue("1s") Duration retryAfter,
    @DefaultValue("1m") Duration retryAtMost,
    @DefaultValue("5s") Duration lease,
    @DefaultValue("2s") Duration pollAtMost,
    @DefaultValue("5s") Duration drainLimit,
    @DefaultValue("90d") Duration sequenceRetention) {
  public OutboxSettings {
    if (attempts < 1) {
      throw new IllegalArgumentException(
          "upkeep.outbox.attempts is %d: at least 1 is needed".formatted(attempts));
    }
    if (lease.toMillis() < 1_000) {
      throw new IllegalArgumentException(
          "upkeep.outbox.lease is %s: less than 1s would be lost by a short pause"
              .formatted(lease));
    }
  }

  /** The pause after so many refusals. */
  Duration retryAfter(int refusals) {
    Duration pause = retryAfter.multipliedBy(1L << Math.min(refusals - 1, 20));
    return pause.compareTo(retryAtMost) > 0 ? retryAtMost : pause;
  }
}
