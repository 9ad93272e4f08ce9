/**
 * {@code database.restore-test}: a backup counts as good when it was restored and the copy was the
 * same; this finds out, and says which table was not.
 */
@NullMarked
package dev.upkeep.database.restoretest;

import org.jspecify.annotations.NullMarked;
