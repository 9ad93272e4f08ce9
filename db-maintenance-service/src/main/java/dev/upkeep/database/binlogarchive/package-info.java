/**
 * {@code database.binlog-archive}: copies the server's binary logs to where its backups are, so
 * that what was done after a backup outlives the server.
 */
@NullMarked
package dev.upkeep.database.binlogarchive;

import org.jspecify.annotations.NullMarked;
