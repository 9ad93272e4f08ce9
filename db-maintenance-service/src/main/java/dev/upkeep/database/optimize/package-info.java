/**
 * {@code database.optimize}: looks for damage, rebuilds the tables that are really fragmented, and
 * says what that gave back.
 */
@NullMarked
package dev.upkeep.database.optimize;

import org.jspecify.annotations.NullMarked;
