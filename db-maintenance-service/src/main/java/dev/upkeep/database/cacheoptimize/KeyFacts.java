package dev.upkeep.database.cacheoptimize;

/**
 * What a walk over all keys says about whom eviction could hit.
 *
 * @param unclassified keys that match no class of the contract
 * @param unclassifiedExpiring those of them that have a time to live
 * @param protectedExpiring keys of a protected class that have a time to live
 * @param example the pattern or the shape of one of those that speak against eviction; may be empty
 */
record KeyFacts(
    long unclassified, long unclassifiedExpiring, long protectedExpiring, String example) {}
