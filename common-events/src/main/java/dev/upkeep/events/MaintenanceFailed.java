package dev.upkeep.events;

/**
 * The run has failed for good: all attempts are used up or none could help.
 *
 * @param reason what went wrong, for people
 * @param remedy what an operator can do about it
 * @param failedStep the step that failed, or {@code precheck}, or {@code limits}
 */
public record MaintenanceFailed(
    TaskRunRef run, String reason, String remedy, String failedStep, RunReport report)
    implements RunEvent {}
