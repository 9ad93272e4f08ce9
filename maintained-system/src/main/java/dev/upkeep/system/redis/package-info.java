/**
 * The door into the Redis servers of maintained systems. Front door: {@link
 * dev.upkeep.system.redis.TargetCaches}.
 */
@NullMarked
package dev.upkeep.system.redis;

import org.jspecify.annotations.NullMarked;
