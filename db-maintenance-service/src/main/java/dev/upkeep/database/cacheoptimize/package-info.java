/**
 * {@code cache.optimize}: sets memory and policy of a Redis server as far as the contract of its
 * keys allows, and removes stale keys by way of a quarantine.
 */
@NullMarked
package dev.upkeep.database.cacheoptimize;

import org.jspecify.annotations.NullMarked;
