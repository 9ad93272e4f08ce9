package dev.upkeep.events;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished (or stopped) task run as told to others.
 *
 * @param startedAt when the first attempt started, UTC; absent where none did (cancelled before, or
 *     its time to start ran out)
 * @param endedAt when the run reached its end, UTC
 * @param attempts how many times it was started; 0 where it never was
 * @param steps every step that was reached, in order
 * @param evidence the run's own summary of what was done and proved
 * @param undone names of the steps that were undone after a failure, in the order of undoing
 * @param notUndone names of the steps whose effects stay
 */
public record RunReport(
    @Nullable Instant startedAt,
    Instant endedAt,
    int attempts,
    List<StepReport> steps,
    Evidence evidence,
    List<String> undone,
    List<String> notUndone) {

  public RunReport {
    steps = List.copyOf(steps);
    undone = List.copyOf(undone);
    notUndone = List.copyOf(notUndone);
  }

  /** How a step ended. */
  public enum StepState {
    /** The effect was observed. */
    DONE,
    /** There was nothing to do; {@code reason} says why. */
    SKIPPED,
    /** The step could not do its work; {@code reason} says why. */
    FAILED,
    /** In a dry run: what would be done. */
    PLANNED
  }

  /**
   * One step of a run.
   *
   * @param name the step's name, with the item it worked on where it has one: {@code
   *     rebuild-table/rfas}
   * @param reason why it was skipped or failed, or what is planned
   */
  public record StepReport(
      String name,
      StepState state,
      @Nullable String reason,
      Instant startedAt,
      Instant endedAt,
      Evidence evidence) {}
}
