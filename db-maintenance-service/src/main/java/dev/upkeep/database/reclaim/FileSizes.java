package dev.upkeep.database.reclaim;

import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.TargetSession;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What each table's file takes. With PROCESS the server tells the size of the file; without it, its
 * pages and its free extents stand for it.
 */
public final class FileSizes {

  private final Map<String, Long> files;
  private final boolean measured;

  private FileSizes(Map<String, Long> files, boolean measured) {
    this.files = files;
    this.measured = measured;
  }

  /** Asks the server. */
  public static FileSizes in(TargetSession session) {
    if (!Grants.of(session).allow("PROCESS", "*.*")) {
      return new FileSizes(Map.of(), false);
    }
    Map<String, Long> files = new HashMap<>();
    session
        .sql(
            """
            SELECT table_name, SUM(file_size) AS file_size
              FROM (SELECT CONVERT(CONVERT(BINARY SUBSTRING_INDEX(NAME, '/', 1)
                             USING filename) USING utf8mb4) AS table_schema,
                           CONVERT(CONVERT(BINARY SUBSTRING_INDEX(SUBSTRING_INDEX(NAME, '/', -1), '#P#', 1)
                             USING filename) USING utf8mb4) AS table_name,
                           FILE_SIZE AS file_size
                      FROM information_schema.INNODB_SYS_TABLESPACES
                     WHERE NAME LIKE '%/%') AS spaces
             WHERE table_schema = DATABASE()
             GROUP BY table_name
            """)
        .query(
            row -> {
              files.put(row.getString("table_name"), row.getLong("file_size"));
            });
    return new FileSizes(files, true);
  }

  /** Whether these are sizes of files. */
  public boolean measured() {
    return measured;
  }

  /** Bytes of a table's file, or files; empty where it has none of its own. */
  public Optional<Long> of(Table table) {
    return measured
        ? Optional.ofNullable(files.get(table.name()))
        : Optional.of(table.dataBytes() + table.indexBytes() + table.freeBytes());
  }
}
