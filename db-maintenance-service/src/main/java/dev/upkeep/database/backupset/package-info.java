/**
 * Backups where they are kept: what a backup consists of, how its files are sealed, and what is
 * wrong with one. Front door: {@link dev.upkeep.database.backupset.Backups}.
 */
@NullMarked
package dev.upkeep.database.backupset;

import org.jspecify.annotations.NullMarked;
