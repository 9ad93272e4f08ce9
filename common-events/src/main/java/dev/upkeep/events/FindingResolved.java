package dev.upkeep.events;

/** Looked for and no longer found. */
public record FindingResolved(Finding finding) implements FindingEvent {}
