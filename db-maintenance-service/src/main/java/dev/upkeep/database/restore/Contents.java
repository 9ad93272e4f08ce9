package dev.upkeep.database.restore;

import dev.upkeep.system.database.TargetSession;
import java.util.List;

/**
 * What a database holds.
 *
 * @param names of tables, views, sequences, routines and events, sorted
 * @param rows of its tables, as InnoDB reckons
 * @param bytes of tables and indexes, as InnoDB reckons
 */
record Contents(List<String> names, long rows, long bytes) {

  private static final int MOST_NAMED = 10;
  private static final String SIZE = "DATA_LENGTH + INDEX_LENGTH";

  Contents {
    names = List.copyOf(names);
  }

  static Contents of(TargetSession session, String database) {
    List<String> names =
        session
            .sql(
                """
                SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = :name
                 UNION ALL
                SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = :name
                 UNION ALL
                SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = :name
                """)
            .param("name", database)
            .query(String.class)
            .list()
            .stream()
            .sorted()
            .toList();
    return new Contents(names, sum(session, database, "TABLE_ROWS"), sum(session, database, SIZE));
  }

  private static long sum(TargetSession session, String database, String what) {
    return session
        .sql(
            """
            SELECT CAST(COALESCE(SUM(%s), 0) AS SIGNED) FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = :name
            """
                .formatted(what))
        .param("name", database)
        .query(Long.class)
        .single();
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** For people. */
  String words() {
    return "%,d tables, views and routines (%s%s), about %,d rows, %,d MB"
        .formatted(
            names.size(),
            String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size()))),
            names.size() > MOST_NAMED ? " …" : "",
            rows,
            bytes >> 20);
  }
}
