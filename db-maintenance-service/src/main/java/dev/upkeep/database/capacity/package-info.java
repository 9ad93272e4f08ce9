/**
 * {@code database.capacity-review}: how fast tables grow, and when the disk will be full; changes
 * nothing.
 */
@NullMarked
package dev.upkeep.database.capacity;

import org.jspecify.annotations.NullMarked;
