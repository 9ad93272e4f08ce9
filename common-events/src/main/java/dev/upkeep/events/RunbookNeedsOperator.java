package dev.upkeep.events;

/**
 * A task of the run waits for a person's answer.
 *
 * @param task the task's name within the runbook
 * @param question what the person has to find out
 */
public record RunbookNeedsOperator(RunbookRunRef run, String task, String reason, String question)
    implements RunbookEvent {}
