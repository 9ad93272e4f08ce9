/**
 * Files and their backups in repositories of restic: the stock program does the work, and can undo
 * it without Upkeep. Front door: {@link dev.upkeep.database.restic.FileSets}.
 */
@NullMarked
package dev.upkeep.database.restic;

import org.jspecify.annotations.NullMarked;
