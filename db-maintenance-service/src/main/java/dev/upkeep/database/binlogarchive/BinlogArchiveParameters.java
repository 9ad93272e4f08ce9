package dev.upkeep.database.binlogarchive;

/** {@code database.binlog-archive} is told everything by the system file. */
public record BinlogArchiveParameters() {}
