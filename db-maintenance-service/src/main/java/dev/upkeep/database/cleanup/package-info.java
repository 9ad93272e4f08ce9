/**
 * {@code database.cleanup}: moves old rows to archive tables or deletes them, in batches, nothing
 * lost and nothing doubled.
 */
@NullMarked
package dev.upkeep.database.cleanup;

import org.jspecify.annotations.NullMarked;
