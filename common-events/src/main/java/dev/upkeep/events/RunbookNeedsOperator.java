package dev.upkeep.events;

import java.util.UUID;

/**
 * A task of the run waits for a person's answer.
 *
 * @param taskRunId the task run that waits, which the answer names
 * @param task the task's name within the runbook
 * @param reason why it cannot go on by itself
 * @param question what the person has to find out
 */
public record RunbookNeedsOperator(
    RunbookRunRef run, UUID taskRunId, String task, String reason, String question)
    implements RunbookEvent {}
