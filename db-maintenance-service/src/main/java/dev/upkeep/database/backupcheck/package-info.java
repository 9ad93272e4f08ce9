/**
 * {@code database.backup-check}: looks every day whether there is something to restore, and says so
 * while there is still time.
 */
@NullMarked
package dev.upkeep.database.backupcheck;

import org.jspecify.annotations.NullMarked;
