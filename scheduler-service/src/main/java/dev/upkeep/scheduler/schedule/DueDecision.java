package dev.upkeep.scheduler.schedule;

import java.time.Duration;
import java.time.Instant;

/** What becomes of a due instant; each goes into the ledger, so that no night goes unexplained. */
public sealed interface DueDecision {

  /** It is due now: start. */
  record Start(Instant instant) implements DueDecision {}

  /** It was due a while ago and may still start. */
  record Late(Instant instant, Duration by) implements DueDecision {}

  /** It passed and is not made up for. */
  record Missed(Instant instant, String reason) implements DueDecision {}

  /** It passed, and a later due instant is started in its place. */
  record Superseded(Instant instant, Instant by) implements DueDecision {}

  /**
   * More instants passed than are worth a record each.
   *
   * @param first the first of them
   * @param last the last of them
   * @param atLeast how many there were at least
   */
  record ManyMissed(Instant first, Instant last, int atLeast, String reason)
      implements DueDecision {}
}
