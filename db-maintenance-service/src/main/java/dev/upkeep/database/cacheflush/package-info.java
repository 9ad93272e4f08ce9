/**
 * {@code cache.flush}: empties one database of a Redis server that operators name, after a person
 * has approved it, and only where the contract of its keys calls all of them a cache.
 */
@NullMarked
package dev.upkeep.database.cacheflush;

import org.jspecify.annotations.NullMarked;
