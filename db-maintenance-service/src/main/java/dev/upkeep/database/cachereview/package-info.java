/**
 * {@code cache.review}: looks at the memory, the settings and the keys of a Redis server, and
 * raises what should be looked at. Changes nothing.
 */
@NullMarked
package dev.upkeep.database.cachereview;

import org.jspecify.annotations.NullMarked;
