/** A Redis server on loopback for the sample system; Upkeep itself uses no Redis. */
@NullMarked
package dev.upkeep.embedded.redis;

import org.jspecify.annotations.NullMarked;
