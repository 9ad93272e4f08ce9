package dev.upkeep.events;

/**
 * The run was stopped on request; nothing of it goes on working.
 *
 * @param requestedBy who asked
 * @param reason why
 */
public record MaintenanceCancelled(
    TaskRunRef run, String requestedBy, String reason, RunReport report) implements RunEvent {}
