package dev.upkeep.scheduler.schedule;

import java.time.Duration;

/**
 * What becomes of due instants that passed while nobody could act on them.
 *
 * @param kind which of them are made up for
 * @param within how late a run may start at most
 */
public record MissedPolicy(Kind kind, Duration within) {

  /** Which missed instants are made up for. */
  public enum Kind {
    /** None. */
    NONE,
    /** The latest; those before it are superseded by it. */
    LAST
  }

  /** What holds where nothing is said. */
  public static final MissedPolicy DEFAULT = new MissedPolicy(Kind.LAST, Duration.ofHours(6));

  public MissedPolicy {
    if (within.isNegative()) {
      throw new IllegalArgumentException("a tolerance is not negative: " + within);
    }
  }
}
