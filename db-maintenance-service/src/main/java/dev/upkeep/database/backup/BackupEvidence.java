package dev.upkeep.database.backup;

import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.Manifest.SealedFile;
import dev.upkeep.database.backupset.Manifest.TableEntry;
import dev.upkeep.events.Evidence;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a backup's manifest says, as evidence. */
final class BackupEvidence {

  /** Of a database with thousands of tables the manifest has the rest. */
  private static final int MOST_TABLES = 40;

  private BackupEvidence() {}

  static Evidence of(Manifest manifest) {
    Map<String, Map<String, Object>> tables = new LinkedHashMap<>();
    manifest.tables().stream()
        .sorted(Comparator.comparingLong(TableEntry::rows).reversed())
        .limit(MOST_TABLES)
        .forEach(
            table ->
                tables.put(table.table(), Map.of("rows", table.rows(), "digest", table.digest())));
    return Evidence.of("backup", manifest.name())
        .with("snapshot-at", manifest.takenAt())
        .with("tables-backed-up", manifest.tables().stream().filter(TableEntry::withRows).count())
        .with("backed-up-rows", manifest.rows())
        .with("backup-bytes", manifest.bytes())
        .with("sql-bytes", manifest.files().stream().mapToLong(SealedFile::sqlBytes).sum())
        .with("sealing", manifest.sealing())
        .with("tables", tables);
  }
}
