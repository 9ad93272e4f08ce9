package dev.upkeep.events;

/** Found again with another severity or other evidence. */
public record FindingChanged(Finding finding) implements FindingEvent {}
