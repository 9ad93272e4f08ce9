/**
 * {@code files.backup}: backs up the files that belong to an application, as one set with the
 * backup of its database; restic keeps them, and alone can bring them back.
 */
@NullMarked
package dev.upkeep.database.filesbackup;

import org.jspecify.annotations.NullMarked;
