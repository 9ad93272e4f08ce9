package dev.upkeep.chassis.run;

import dev.upkeep.events.Evidence;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One line of a run's journal.
 *
 * @param step the step's name, with its item where it has one
 * @param at when, on the service's clock
 * @param reason why, for people
 * @param remembered values by name, as JSON
 */
record JournalEntry(
    String step,
    Phase phase,
    Instant at,
    @Nullable String reason,
    Evidence evidence,
    Map<String, JsonNode> remembered) {

  /** What a line records. */
  enum Phase {
    /** The items of a step for each item, asked once. */
    ITEMS,
    /** The step is about to begin: from here on its effect may have happened. */
    INTENT,
    /** The effect was observed. */
    DONE,
    /** There was nothing to do. */
    SKIPPED,
    /** The step said that it could not do its work. */
    FAILED,
    /** The step was torn off, and whether its effect happened is open. */
    BROKEN,
    /** It is certain that the effect did not happen and will not: the step may begin again. */
    CLEARED,
    /** In a dry run: what would be done. */
    PLANNED,
    /** The step's undo is about to begin. */
    UNDO_INTENT,
    /** The effect was taken back. */
    UNDONE,
    /** The effect stays. */
    UNDO_FAILED
  }

  static JournalEntry of(String step, Phase phase, Instant at) {
    return new JournalEntry(step, phase, at, null, Evidence.none(), Map.of());
  }

  static JournalEntry of(String step, Phase phase, Instant at, String reason) {
    return new JournalEntry(step, phase, at, reason, Evidence.none(), Map.of());
  }
}
