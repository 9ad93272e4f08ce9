package dev.upkeep.database.backup;

/**
 * What {@code database.backup} can be told; the defaults are in the task's description.
 *
 * @param compressionLevel of zstd, 1 to 19
 */
public record BackupParameters(int compressionLevel) {}
