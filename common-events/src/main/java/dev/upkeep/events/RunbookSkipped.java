package dev.upkeep.events;

/**
 * The due instant came and the runbook was not started.
 *
 * @param reason why, in one sentence: still running, missed by more than its tolerance, superseded
 */
public record RunbookSkipped(RunbookRunRef run, String reason) implements RunbookEvent {}
