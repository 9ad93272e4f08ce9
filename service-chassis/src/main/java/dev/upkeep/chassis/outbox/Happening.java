package dev.upkeep.chassis.outbox;

import dev.upkeep.chassis.outbox.OutboxEntries.Place;
import java.util.List;
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

  /** What the database answered. */
  sealed interface Answer extends Happening {}

  /**
   * What stands first in the table.
   *
   * @param most how many rows were asked for
   */
  record Scanned(List<Place> places, int most) implements Answer {}

  /**
   * What stands first in the table, whole.
   *
   * @param most how many rows were asked for
   */
  record Looked(List<OutboxEntry> entries, int most) implements Answer {}

  /** Whole rows, in their order. */
  record Read(List<OutboxEntry> entries) implements Answer {}

  /** Rows that are no longer in the table. */
  record Deleted(List<Long> seqs) implements Answer {}

  /** Neither scanned nor read: the fetch is over. */
  record NotFetched(RuntimeException failure) implements Answer {}

  /** Rows of which it is not known whether they are still in the table. */
  record NotDeleted(List<Long> seqs, RuntimeException failure) implements Answer {}
}
