package dev.upkeep.database.backupset;

import java.time.Instant;

/** A backup of whatever kind, as {@link Retention} sees it. */
public interface Retained {

  /** As of which instant it is. */
  Instant takenAt();

  /** Whether a restore test found it good. */
  boolean isProven();

  /** Whether it is known to be of no use. */
  boolean isDamaged();
}
