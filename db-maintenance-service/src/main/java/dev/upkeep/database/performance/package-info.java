/**
 * {@code database.performance-review}: which queries are slow, why, and what would help; changes
 * nothing.
 */
@NullMarked
package dev.upkeep.database.performance;

import org.jspecify.annotations.NullMarked;
