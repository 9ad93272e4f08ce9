/**
 * Copies of a server's binary logs where its backups are kept: what they hold, whether one follows
 * on the other, and how they are read again. Front door: {@link
 * dev.upkeep.database.binlog.LogArchive}.
 */
@NullMarked
package dev.upkeep.database.binlog;

import org.jspecify.annotations.NullMarked;
