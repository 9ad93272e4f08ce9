/**
 * What the keys of a Redis server are for: the contract that operators write in the system file,
 * and what may be done to a key because of it. Front door: {@link
 * dev.upkeep.system.keyspace.KeyspaceContract}.
 */
@NullMarked
package dev.upkeep.system.keyspace;

import org.jspecify.annotations.NullMarked;
