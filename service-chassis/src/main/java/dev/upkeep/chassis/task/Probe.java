package dev.upkeep.chassis.task;

import dev.upkeep.events.Evidence;

/** What a look at the target says about a step whose worker died between intent and done. */
public sealed interface Probe {
  /** The effect is there: the step counts as done. */
  record Happened(Evidence evidence) implements Probe {}

  /**
   * The effect is not there and nothing is left that could still bring it about: only now may it be
   * repeated.
   */
  record CannotHappenAnyMore(String reason) implements Probe {}

  /** What the dead worker started still goes on: look again later. */
  record StillRunning(String reason) implements Probe {}

  /** A person has to look. */
  record CannotTell(String question) implements Probe {}
}
