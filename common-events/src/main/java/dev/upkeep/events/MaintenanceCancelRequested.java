package dev.upkeep.events;

/**
 * The run is to stop at its next safe point. Acknowledged by {@code MaintenanceCancelled}, or by
 * whatever end the run reached first.
 *
 * @param requestedBy who asked
 * @param reason why
 */
public record MaintenanceCancelRequested(TaskRunRef run, String requestedBy, String reason)
    implements DueEvent {}
