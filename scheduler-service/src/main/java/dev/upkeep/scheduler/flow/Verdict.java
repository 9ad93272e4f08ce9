package dev.upkeep.scheduler.flow;

import java.util.UUID;

/** The answer to an operator who wanted something done with a run. */
public sealed interface Verdict {

  /**
   * It is being done.
   *
   * @param runbookRunId the run it is done with: a new one where a run is taken up again
   */
  record Accepted(UUID runbookRunId) implements Verdict {}

  /** It makes no sense now; the reason says why. */
  record Refused(String reason) implements Verdict {}

  /** There is no such run. */
  record Unknown() implements Verdict {}
}
