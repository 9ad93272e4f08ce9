package dev.upkeep.scheduler.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one due instant or one trigger.
 *
 * @param occurrence follows from what the entry is about, so that it cannot be written twice
 * @param system null where a trigger could not be believed, and so not be read
 * @param runbook null likewise
 * @param dueAt the due instant, or when the trigger came
 * @param decidedAt when it was decided
 * @param reason one sentence for people
 * @param triggeredBy {@code schedule}, or {@code person:NAME}
 * @param runbookRunId the run that was made, if one was
 */
public record LedgerEntry(
    UUID occurrence,
    Origin origin,
    @Nullable String system,
    @Nullable String runbook,
    Instant dueAt,
    Instant decidedAt,
    Outcome outcome,
    String reason,
    String triggeredBy,
    @Nullable UUID runbookRunId) {

  /** What the entry is about. */
  public enum Origin {
    SCHEDULE,
    /** A person's or a service's signed trigger. */
    TRIGGER,
    /** A person's wish to take a run up again. */
    RERUN
  }

  /** What became of it. */
  public enum Outcome {
    /** Started on time. */
    STARTED,
    /** Started later than it was due, within what its policy tolerates. */
    LATE,
    /** Not started because the last run of the runbook was still going. */
    SKIPPED,
    /**
     * Not started because a later due instant was started in its place, or its schedule changed.
     */
    SUPERSEDED,
    /** Not started because nobody could act on it in time. */
    MISSED,
    /** A trigger that was not acted on: not believed, expired, or not fitting the runbook. */
    REFUSED
  }
}
