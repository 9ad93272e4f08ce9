package dev.upkeep.database.filesbackup;

/**
 * What {@code files.backup} can be told; the defaults are in the task's description.
 *
 * @param prune whether the room of removed snapshots is freed, which takes long
 */
public record FilesBackupParameters(boolean prune) {}
