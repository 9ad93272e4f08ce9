/**
 * {@code database.index-apply}: brings about the indexes that operators want, without locking the
 * application out, measures what came of it, and takes back what made a query slower.
 */
@NullMarked
package dev.upkeep.database.indexes;

import org.jspecify.annotations.NullMarked;
