package dev.upkeep.chassis.outbox;

import org.jspecify.annotations.Nullable;

/** What the relay's thread waits for. */
sealed interface Happening {

  /** There may be new rows. */
  enum Woken implements Happening {
    WOKEN
  }

  /**
   * What became of an entry.
   *
   * @param failure null if it was acknowledged
   * @param beforeSending whether the failure was met before anything went to the broker
   * @param generation which producer sent it
   */
  record Sent(OutboxEntry entry, @Nullable Exception failure, boolean beforeSending, int generation)
      implements Happening {}
}
