/**
 * Rows as they are moved on the server: their keys, what tells that they are the same, the copying
 * itself.
 */
@NullMarked
package dev.upkeep.database.rows;

import org.jspecify.annotations.NullMarked;
