package dev.upkeep.notification.delivery;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How messages are sent until they arrive.
 *
 * @param mattersFor how long a message is tried; afterwards it is undeliverable
 * @param firstWait the wait after the first failed attempt; it doubles with each further one
 * @param longestWait the wait that is never exceeded
 * @param sendersPerChannel how many messages one instance sends at once over one channel
 * @param attemptLimit how long one attempt may take in all
 * @param lease how long a delivery stays with a sender that gives no sign of life
 * @param poll how often the ledger is looked at when nothing wakes the senders
 * @param retention how long a delivery is kept after its end
 */
@ConfigurationProperties("upkeep.delivery")
public record DeliverySettings(
    @DefaultValue("24h") Duration mattersFor,
    @DefaultValue("1s") Duration firstWait,
    @DefaultValue("1m") Duration longestWait,
    @DefaultValue("4") int sendersPerChannel,
    @DefaultValue("60s") Duration attemptLimit,
    @DefaultValue("10s") Duration lease,
    @DefaultValue("1s") Duration poll,
    @DefaultValue("90d") Duration retention) {

  public DeliverySettings {
    Map.of(
            "matters-for", mattersFor,
            "first-wait", firstWait,
            "longest-wait", longestWait,
            "attempt-limit", attemptLimit,
            "lease", lease,
            "poll", poll,
            "retention", retention)
        .forEach(
            (name, duration) -> {
              if (!duration.isPositive()) {
                throw new IllegalArgumentException(
                    "upkeep.delivery.%s is '%s'. Write more than 0, as in 10s."
                        .formatted(name, duration));
              }
            });
    if (longestWait.compareTo(firstWait) < 0) {
      throw new IllegalArgumentException(
          "upkeep.delivery.longest-wait '%s' is shorter than first-wait '%s'. Write at least as much."
              .formatted(longestWait, firstWait));
    }
    if (sendersPerChannel < 1 || sendersPerChannel > 64) {
      throw new IllegalArgumentException(
          "upkeep.delivery.senders-per-channel is %d. Write 1 to 64.".formatted(sendersPerChannel));
    }
  }

  BackOff backOff() {
    return new BackOff(firstWait, longestWait);
  }
}
