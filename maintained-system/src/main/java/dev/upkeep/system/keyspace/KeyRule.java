package dev.upkeep.system.keyspace;

import java.time.Duration;
import java.util.Optional;

/**
 * What the keys that match a pattern are for.
 *
 * @param pattern which keys
 * @param keyClass what they are for
 * @param idleLimit how long nobody may have asked for a key until it counts as stale; of class
 *     cache only. Without one keys are never stale
 */
public record KeyRule(GlobPattern pattern, KeyClass keyClass, Optional<Duration> idleLimit) {

  /**
   * The longest idle time that Redis can tell: its clock of 24 bits counts seconds and begins again
   * after 194 days (server.h, LRU_CLOCK_MAX).
   */
  public static final Duration LONGEST_IDLE_LIMIT = Duration.ofDays(190);

  public KeyRule {
    if (idleLimit.isPresent() && keyClass.isProtected()) {
      throw new IllegalArgumentException(
          "an idle limit for keys of class " + keyClass.word() + ": " + pattern);
    }
    if (idleLimit
        .filter(l -> l.toSeconds() < 1 || l.compareTo(LONGEST_IDLE_LIMIT) > 0)
        .isPresent()) {
      throw new IllegalArgumentException("no idle time that Redis can tell: " + idleLimit);
    }
  }
}
