/**
 * {@code database.restore}: brings a proven backup back into an empty database, compares it, and
 * touches nothing that is there.
 */
@NullMarked
package dev.upkeep.database.restore;

import org.jspecify.annotations.NullMarked;
