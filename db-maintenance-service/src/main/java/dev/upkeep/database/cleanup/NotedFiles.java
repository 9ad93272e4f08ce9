package dev.upkeep.database.cleanup;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetSession;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of deleted rows. They are noted on the target in the transaction that deletes their
 * rows, removed after it is committed, and their notes after that: wherever a worker or the server
 * dies, a file either still has its row or is noted, and whoever comes next removes it.
 */
final class NotedFiles {

  private static final int AT_ONCE = 500;

  private final TargetSession session;
  private final FilePaths paths;
  private final FileFolder folder;
  private final String component;
  private final String run;
  private final Map<FileFolder.Fate, Long> fates = new EnumMap<>(FileFolder.Fate.class);
  private long stillUsed;

  private record Noted(long id, String path, boolean used) {}

  NotedFiles(TargetSession session, StepContext context, FilePaths paths) {
    this.session = session;
    this.paths = paths;
    this.folder = new FileFolder(paths.files());
    this.component = session.database().label();
    this.run = context.run().taskRunId().toString();
  }

  private static boolean areKept(TargetSession session) {
    return session
        .sql(
            """
            SELECT 1 FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'upkeep_files'
            """)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** Makes the table if it is not there, and removes what a dead worker left noted. */
  void prepare() {
    if (!areKept(session)) {
      session
          .sql(
              """
              CREATE TABLE IF NOT EXISTS upkeep_files (
                id        BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
                component VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
                policy    VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'the table',
                run_id    CHAR(36) CHARACTER SET ascii NOT NULL,
                path      TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'below the root; its row is gone',
                noted_at  TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
                KEY upkeep_files_policy (component, policy, id)
              ) ENGINE = InnoDB
              """)
          .update();
    }
    removeNoted();
  }

  /** What is noted of a row: the path of its file, or NULL if it has none. */
  String path() {
    return "IF(%s, %s, NULL)".formatted(paths.present(), paths.relative());
  }

  /** Notes the files of rows that were just deleted, within the transaction that did it. */
  void note(List<String> deleted) {
    if (deleted.isEmpty()) {
      return;
    }
    session
        .sql(
            """
            INSERT INTO upkeep_files (component, policy, run_id, path)
            SELECT :component, :policy, :run, j.path
              FROM JSON_TABLE(:paths, '$[*]' COLUMNS (
                     path LONGTEXT CHARACTER SET utf8mb4 PATH '$' ERROR ON ERROR)) AS j
            """)
        .param("component", component)
        .param("policy", paths.table().name())
        .param("run", run)
        .param("paths", JsonMapper.shared().writeValueAsString(deleted))
        .update();
  }

  /** Removes what is noted, oldest first; what cannot be removed stays noted. */
  void removeNoted() {
    long behind = 0;
    for (List<Noted> some = next(behind); !some.isEmpty(); some = next(behind)) {
      List<Long> done = new ArrayList<>();
      for (Noted noted : some) {
        behind = noted.id();
        if (noted.used()) {
          stillUsed++;
          done.add(noted.id());
          continue;
        }
        FileFolder.Fate fate = folder.remove(noted.path());
        fates.merge(fate, 1L, Long::sum);
        if (fate != FileFolder.Fate.FAILED) {
          done.add(noted.id());
        }
      }
      forget(done);
    }
  }

  /** A file that another row is about by now stays: it is that row's. */
  private List<Noted> next(long behind) {
    return session
        .sql(
            """
            SELECT f.id, f.path,
                   f.path IN (SELECT %s FROM %s WHERE %s) AS used
              FROM (SELECT id, path FROM upkeep_files
                     WHERE component = :component AND policy = :policy AND id > :behind
                     ORDER BY id LIMIT :most) AS f
             ORDER BY f.id
            """
                .formatted(paths.relative(), paths.table().sql(), paths.present()))
        .param("component", component)
        .param("policy", paths.table().name())
        .param("behind", behind)
        .param("most", AT_ONCE)
        .params(paths.parameters())
        .query((row, number) -> new Noted(row.getLong(1), row.getString(2), row.getBoolean(3)))
        .list();
  }

  private void forget(List<Long> ids) {
    if (!ids.isEmpty()) {
      session
          .sql(
              "DELETE FROM upkeep_files WHERE id IN (%s)"
                  .formatted(ids.stream().map(String::valueOf).collect(Collectors.joining(", "))))
          .update();
    }
  }

  /** Adds what became of the files in this attempt. */
  Evidence tell(Evidence evidence) {
    return evidence
        .with("files-removed", fate(FileFolder.Fate.REMOVED))
        .with("files-missing", fate(FileFolder.Fate.MISSING))
        .with("files-refused", fate(FileFolder.Fate.REFUSED))
        .with("files-not-removed", fate(FileFolder.Fate.FAILED))
        .with("files-still-used", stillUsed);
  }

  private long fate(FileFolder.Fate fate) {
    return fates.getOrDefault(fate, 0L);
  }
}
