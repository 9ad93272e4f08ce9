package dev.upkeep.events;

/**
 * A person looked at a run that needed an operator and says how it goes on.
 *
 * @param answer what the person found
 * @param resolvedBy who looked
 * @param reason what was seen
 */
public record MaintenanceResolved(TaskRunRef run, Answer answer, String resolvedBy, String reason)
    implements DueEvent {

  /** What a person says about the step that could not be judged. */
  public enum Answer {
    /** The effect happened: the step counts as done and the run goes on. */
    HAPPENED,
    /** The effect did not happen and shall not: the run fails. */
    DID_NOT_HAPPEN,
    /** The effect did not happen, or happening twice does no harm: the step is run again. */
    REPEAT
  }
}
