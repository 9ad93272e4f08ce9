/**
 * Walks over the keys of a Redis server without its other users feeling it; what both cache tasks
 * share. Front door: {@link dev.upkeep.database.keyspace.KeyScan}.
 */
@NullMarked
package dev.upkeep.database.keyspace;

import org.jspecify.annotations.NullMarked;
