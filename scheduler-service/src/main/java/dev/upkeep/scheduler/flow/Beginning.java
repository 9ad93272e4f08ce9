package dev.upkeep.scheduler.flow;

/** What became of a run that was to be begun. */
public sealed interface Beginning {

  /** Its first tasks are on their way. */
  record Begun() implements Beginning {}

  /**
   * Skipped, because another run of the runbook is still going.
   *
   * @param reason says which, for people
   */
  record StillRunning(String reason) implements Beginning {}
}
