package dev.upkeep.database.restore;

import org.jspecify.annotations.Nullable;

/**
 * What {@code database.restore} must be told.
 *
 * @param into the database on the component's server; empty, or not there yet
 * @param backup the backup to restore; the newest that was proven if it is not given
 */
public record RestoreParameters(String into, @Nullable String backup) {}
