/**
 * {@code database.unarchive}: puts archived rows back, batch by batch, where what is taken is what
 * its receipt says.
 */
@NullMarked
package dev.upkeep.database.unarchive;

import org.jspecify.annotations.NullMarked;
