package dev.upkeep.events;

/**
 * The worker service has the run in its database: from here on it is not lost.
 *
 * @param service the service that accepted it
 */
public record MaintenanceAccepted(TaskRunRef run, String service) implements RunEvent {}
