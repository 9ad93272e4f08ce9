package dev.upkeep.database.cleanup;

import dev.upkeep.system.database.TargetSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of a folder in a temporary table of the session, so that the server compares them with
 * rows however many there are.
 */
final class SeenFiles {

  private static final int AT_ONCE = 500;

  private final TargetSession session;
  private final Instant settledBefore;
  private final List<Object[]> waiting = new ArrayList<>();
  private long count;

  /**
   * Makes the table.
   *
   * @param settledBefore files that were changed later may be in the making
   */
  SeenFiles(TargetSession session, Instant settledBefore) {
    this.session = session;
    this.settledBefore = settledBefore;
    session.sql("DROP TEMPORARY TABLE IF EXISTS upkeep_seen").update();
    session
        .sql(
            """
            CREATE TEMPORARY TABLE upkeep_seen (
              digest  BINARY(16) NOT NULL PRIMARY KEY,
              path    TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
              settled BOOLEAN NOT NULL,
              has_row BOOLEAN NOT NULL
            ) ENGINE = InnoDB
            """)
        .update();
  }

  /** A file, by its path below the root. */
  void add(String relative, Instant changedAt) {
    count++;
    waiting.add(new Object[] {relative, changedAt.isBefore(settledBefore) ? 1 : 0});
    if (waiting.size() == AT_ONCE) {
      write();
    }
  }

  /** All files are there. */
  void matchWith(FilePaths paths) {
    write();
    session
        .sql(
            """
            UPDATE %s STRAIGHT_JOIN upkeep_seen AS s ON s.digest = UNHEX(MD5(%s))
               SET s.has_row = TRUE
            """
                .formatted(paths.table().sql(), paths.relative()))
        .params(paths.parameters())
        .update();
  }

  private void write() {
    if (waiting.isEmpty()) {
      return;
    }
    session
        .sql(
            """
            INSERT INTO upkeep_seen (digest, path, settled, has_row)
            SELECT UNHEX(MD5(j.path)), j.path, j.settled, FALSE
              FROM JSON_TABLE(:files, '$[*]' COLUMNS (
                     path TEXT CHARACTER SET utf8mb4 PATH '$[0]', settled INT PATH '$[1]')) AS j
            """)
        .param("files", JsonMapper.shared().writeValueAsString(waiting))
        .update();
    waiting.clear();
  }

  long count() {
    return count;
  }

  long countWithoutRow() {
    return session
        .sql("SELECT COUNT(*) FROM upkeep_seen WHERE settled AND NOT has_row")
        .query(Long.class)
        .single();
  }

  List<String> firstWithoutRow(int most) {
    return session
        .sql(
            "SELECT path FROM upkeep_seen WHERE settled AND NOT has_row ORDER BY path LIMIT "
                + most)
        .query(String.class)
        .list();
  }

  /** How many rows, of those that are old enough, are about a file that is not there. */
  long rowsWithoutFile(OldRows rows, FilePaths paths) {
    return session
        .sql(
            """
            SELECT COUNT(*) FROM %1$s
             WHERE %2$s AND %3$s AND %4$s
               AND NOT EXISTS (SELECT 1 FROM upkeep_seen AS s WHERE s.digest = UNHEX(MD5(%5$s)))
            """
                .formatted(
                    rows.table().sql(),
                    rows.old(),
                    paths.present(),
                    paths.acceptable(),
                    paths.relative()))
        .params(rows.parameters())
        .query(Long.class)
        .single();
  }
}
