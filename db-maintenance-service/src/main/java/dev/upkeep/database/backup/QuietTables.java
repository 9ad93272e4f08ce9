package dev.upkeep.database.backup;

import dev.upkeep.system.database.TargetSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which tables nobody changed between two looks: of those a digest taken afterwards is one of the
 * copy as well. InnoDB notes when a table was last changed, to the second, and forgets it when the
 * table is closed for want of room.
 */
final class QuietTables {

  /**
   * What the server says of a table; changed within the last seconds it may change again unseen.
   */
  private record Note(String table, Optional<String> updated, String created, boolean fresh) {}

  private final Map<String, Note> before;

  private QuietTables(Map<String, Note> before) {
    this.before = before;
  }

  /** Looks for the first time. */
  static QuietTables since(TargetSession session) {
    return new QuietTables(notes(session));
  }

  /** The tables that are there in both looks, by name, and whether nobody changed them. */
  Map<String, Boolean> now(TargetSession session) {
    boolean remembered = remembersAll(session);
    Map<String, Note> after = notes(session);
    Map<String, Boolean> quiet = new HashMap<>();
    after.forEach(
        (table, note) -> {
          Note then = before.get(table);
          if (then != null) {
            quiet.put(
                table,
                remembered
                    && !then.fresh()
                    && then.updated().equals(note.updated())
                    && then.created().equals(note.created()));
          }
        });
    return quiet;
  }

  private static Map<String, Note> notes(TargetSession session) {
    List<Note> notes =
        session
            .sql(
                """
                SELECT TABLE_NAME, UPDATE_TIME, CREATE_TIME,
                       COALESCE(UPDATE_TIME > NOW() - INTERVAL 2 SECOND, 0) AS fresh
                  FROM information_schema.TABLES
                 WHERE TABLE_SCHEMA = DATABASE() AND ENGINE = 'InnoDB'
                   AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')
                """)
            .query(
                (row, number) ->
                    new Note(
                        row.getString("TABLE_NAME"),
                        Optional.ofNullable(row.getString("UPDATE_TIME")),
                        String.valueOf(row.getString("CREATE_TIME")),
                        row.getBoolean("fresh")))
            .list();
    return notes.stream().collect(Collectors.toMap(Note::table, Function.identity()));
  }

  /** Whether all tables of the server have room in its memory, so that none was closed. */
  private static boolean remembersAll(TargetSession session) {
    return session
            .sql(
                """
                SELECT (SELECT COUNT(*) FROM information_schema.INNODB_SYS_TABLES)
                       < @@table_definition_cache
                """)
            .query(Integer.class)
            .single()
        == 1;
  }
}
