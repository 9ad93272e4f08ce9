package dev.upkeep.events;

import java.util.UUID;

/**
 * Which task run an event is about.
 *
 * @param taskRunId the task run
 * @param runbookRunId the runbook run it belongs to
 * @param system the maintained system
 * @param runbook the runbook's name
 * @param task the task's name within the runbook, as in {@code optimize}
 * @param kind the kind of task, as in {@code database.optimize}
 * @param component the component of the system that is worked on
 * @param dryRun whether nothing is changed and the result is a plan
 */
public record TaskRunRef(
    UUID taskRunId,
    UUID runbookRunId,
    String system,
    String runbook,
    String task,
    String kind,
    String component,
    boolean dryRun) {}
