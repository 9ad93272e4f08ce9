package dev.upkeep.database.cleanup;

import dev.upkeep.database.table.Table;
import dev.upkeep.system.CleanupPolicy.UploadedFiles;
import dev.upkeep.system.database.Quoted;
import java.util.HashMap;
import java.util.Map;

/**
 * The paths in a table's file column, as expressions of SQL. A path is acceptable if it stays below
 * the folder of the policy by its letters alone; symbolic links are the affair of {@link
 * FileFolder}.
 */
record FilePaths(Table table, UploadedFiles files) {

  /** The column as text, byte by byte. */
  String column() {
    return "CONVERT(%s.%s USING utf8mb4) COLLATE utf8mb4_bin"
        .formatted(table.sql(), Quoted.identifier(files.column()));
  }

  /** True for rows that have a file. */
  String present() {
    return "COALESCE(%s, '') <> ''".formatted(column());
  }

  /** The path below the root. */
  String relative() {
    return "IF(LEFT(%1$s, CHAR_LENGTH(:root)) = :root, SUBSTR(%1$s, CHAR_LENGTH(:root) + 1), %1$s)"
        .formatted(column());
  }

  /** True for rows without a file, and for those whose file is below the folder. */
  String acceptable() {
    String path = relative();
    return """
        (NOT (%1$s)
         OR (    LEFT(%2$s, 1) <> '/' AND LEFT(%2$s, CHAR_LENGTH(:within)) = :within
             AND CHAR_LENGTH(%2$s) > CHAR_LENGTH(:within)
             AND RIGHT(%2$s, 1) <> '/'
             AND INSTR(CONCAT('/', %2$s, '/'), '/../') = 0
             AND INSTR(CONCAT('/', %2$s, '/'), '/./') = 0
             AND INSTR(%2$s, '//') = 0
             AND INSTR(%2$s, CHAR(0 USING utf8mb4)) = 0))"""
        .formatted(present(), path);
  }

  /** What the expressions bind. */
  Map<String, Object> parameters() {
    Map<String, Object> parameters = new HashMap<>();
    String root = files.root().toString();
    parameters.put("root", root.endsWith("/") ? root : root + "/");
    String within = files.root().relativize(files.folder()).toString();
    parameters.put("within", within.isEmpty() ? "" : within + "/");
    return parameters;
  }
}
