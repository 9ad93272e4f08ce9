package dev.upkeep.chassis.database;

import dev.upkeep.events.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long history is kept.
 *
 * @param runs a run after its end, with its tasks, journal and evidence; its ledger entry; a
 *     finding after it was resolved; and on the maintained database, the receipts and fences of
 *     runs
 * @param audit an entry of the audit trail
 */
@ConfigurationProperties("upkeep.retention")
public record RetentionSettings(
    @DefaultValue("400d") Duration runs, @DefaultValue("3650d") Duration audit) {

  /** Nothing may be forgotten that a topic still tells of: what was done would be done again. */
  private static final Duration LEAST =
      Arrays.stream(Topic.values())
          .map(Topic::retention)
          .max(Comparator.naturalOrder())
          .orElseThrow()
          .plusDays(1);

  public RetentionSettings {
    requireEnough("upkeep.retention.runs", runs);
    requireEnough("upkeep.retention.audit", audit);
  }

  private static void requireEnough(String name, Duration retention) {
    if (retention.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          "%s is %s: make it at least %dd, longer than topics keep their records"
              .formatted(name, retention, LEAST.toDays()));
    }
  }
}
