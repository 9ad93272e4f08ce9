package dev.upkeep.deploy.state;

/**
 * What {@code system.record-state} can be told.
 *
 * @param as how the record is called
 * @param compareWith the name of an earlier record; the empty text for none
 */
public record RecordStateParameters(String as, String compareWith) {}
