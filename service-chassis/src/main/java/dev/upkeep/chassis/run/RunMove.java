package dev.upkeep.chassis.run;

/** What can happen to a task run. */
enum RunMove {
  /** A worker begins the first attempt. */
  START,
  /** A worker goes on after a retry's wait, a hand-over or another worker's death. */
  CONTINUE,
  /** Every step is done or skipped. */
  COMPLETE,
  /** The precheck found nothing to do. */
  SKIP,
  /** It failed for good, or never started in time. */
  FAIL,
  /** It stopped because somebody asked for that. */
  CANCEL,
  /** Only a person can say what happened. */
  ASK,
  /** A person has answered, or cancelled it: a worker goes on from there. */
  RESOLVE
}
