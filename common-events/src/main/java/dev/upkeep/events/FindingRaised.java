package dev.upkeep.events;

/** Found for the first time, or again after it was resolved. */
public record FindingRaised(Finding finding) implements FindingEvent {}
