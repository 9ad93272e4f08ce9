package dev.upkeep.database.restoretest;

import org.jspecify.annotations.Nullable;

/**
 * What {@code database.restore-test} can be told.
 *
 * @param backup the backup to test; the newest if it is not given
 */
public record RestoreTestParameters(@Nullable String backup) {}
