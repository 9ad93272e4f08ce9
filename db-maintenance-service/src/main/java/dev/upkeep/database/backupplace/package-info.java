/**
 * Where backups are kept: a folder or a bucket. A backup is a handful of files under a name, and
 * appears whole or not at all. Front door: {@link dev.upkeep.database.backupplace.BackupTarget}.
 */
@NullMarked
package dev.upkeep.database.backupplace;

import org.jspecify.annotations.NullMarked;
