package dev.upkeep.chassis.inbox;

/**
 * What became of some records that were taken in together.
 *
 * @param handled messages that had their effect
 * @param repeated messages that had it before
 * @param quarantined records that are kept for a person
 * @param gaps how often a sequence number was missing
 * @param late messages that came after a later one of their key
 */
record TakenIn(int handled, int repeated, int quarantined, int gaps, int late) {}
