/**
 * Slow query logs, read in one pass: statements become classes without their literals. Front doors:
 * {@link dev.upkeep.database.slowlog.SlowLogReader} and {@link
 * dev.upkeep.database.slowlog.QueryClasses}.
 */
@NullMarked
package dev.upkeep.database.slowlog;

import org.jspecify.annotations.NullMarked;
