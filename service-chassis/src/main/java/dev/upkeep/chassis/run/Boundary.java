package dev.upkeep.chassis.run;

/** The moments of a run between which it matters where a worker dies. */
public enum Boundary {
  /** The run is this worker's; nothing of this attempt has been said or done. */
  CLAIMED,
  /** The attempt is recorded and told. */
  STARTED,
  /** Nothing is written of the step. */
  BEFORE_INTENT,
  /** The intent is in the journal; the effect has not begun. */
  AFTER_INTENT,
  /** At a safe point within the step. */
  SAFE_POINT,
  /** The step returned; its end is not in the journal. */
  AFTER_EFFECT,
  /** The step's end is in the journal. */
  AFTER_DONE,
  /** It is settled that the run fails or is cancelled; nothing is undone. */
  BEFORE_UNDO,
  /** The intent to undo the step is in the journal. */
  AFTER_UNDO_INTENT,
  /** The undo returned; its end is not in the journal. */
  AFTER_UNDO_EFFECT,
  /** The undo's end is in the journal. */
  AFTER_UNDONE,
  /** All work is done; the run's end is not written. */
  BEFORE_END,
  /** The run has reached its end. */
  AFTER_END
}
