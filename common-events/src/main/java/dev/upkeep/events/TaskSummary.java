package dev.upkeep.events;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How one task of a runbook run stands.
 *
 * @param task the task's name within the runbook
 * @param reason why it was skipped, failed or not started
 * @param remedy what an operator can do about it, where it failed
 * @param report the run's report, once it has ended
 */
public record TaskSummary(
    UUID taskRunId,
    String task,
    String kind,
    String component,
    State state,
    @Nullable String reason,
    @Nullable String remedy,
    @Nullable RunReport report) {

  /** The states of a task run as the scheduler knows them. */
  public enum State {
    /** Something it needs has not completed. */
    WAITING,
    /** Sent to its worker service. */
    SENT,
    /** The worker service has it. */
    ACCEPTED,
    /** A worker works on it. */
    RUNNING,
    COMPLETED,
    SKIPPED,
    FAILED,
    CANCELLED,
    /** Waits for a person's answer. */
    NEEDS_OPERATOR,
    /** Never sent, because something it needs did not complete or the runbook run was cancelled. */
    NOT_STARTED
  }
}
