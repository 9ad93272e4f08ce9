/**
 * {@code database.backup}: writes all of a database, as it was at one instant, where stock tools
 * can restore it; a backup appears when it is whole, and not before.
 */
@NullMarked
package dev.upkeep.database.backup;

import org.jspecify.annotations.NullMarked;
