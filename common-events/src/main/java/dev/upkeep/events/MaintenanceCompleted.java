package dev.upkeep.events;

/** The work is done and was observed to be done. */
public record MaintenanceCompleted(TaskRunRef run, RunReport report) implements RunEvent {}
