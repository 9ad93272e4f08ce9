/**
 * How much room a rebuild would give back, and the rebuild itself; shared by the tasks that shrink
 * tables.
 */
@NullMarked
package dev.upkeep.database.reclaim;

import org.jspecify.annotations.NullMarked;
