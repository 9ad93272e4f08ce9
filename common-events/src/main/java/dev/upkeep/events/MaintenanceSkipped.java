package dev.upkeep.events;

/**
 * A precheck found that there was nothing to do.
 *
 * @param reason what it found
 */
public record MaintenanceSkipped(TaskRunRef run, String reason, RunReport report)
    implements RunEvent {}
