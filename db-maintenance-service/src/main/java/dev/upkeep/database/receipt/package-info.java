/**
 * What each committed batch of moved rows leaves behind on the target: its receipt, in a chain of
 * hashes.
 */
@NullMarked
package dev.upkeep.database.receipt;

import org.jspecify.annotations.NullMarked;
