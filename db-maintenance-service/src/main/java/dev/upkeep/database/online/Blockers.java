package dev.upkeep.database.online;

import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.TargetSession;
import java.util.List;

/**
 * Who keeps a table's definition locked. Connections are named, never what they run: statements
 * hold people's data.
 */
final class Blockers {

  private static final String WHO =
      """
      CONCAT('connection ', p.ID, ' (', p.USER, ' from ', p.HOST, ', ',
             IF(p.COMMAND = 'Sleep', 'idle', LOWER(p.COMMAND)), ' for ', p.TIME, ' s')
      """;

  private Blockers() {}

  /** One sentence. */
  static String of(TargetSession session, Table table) {
    Grants grants = Grants.of(session);
    if (!grants.allow("PROCESS", "*.*")) {
      return "Who holds it cannot be seen by this account; for names: GRANT PROCESS ON *.* TO it.";
    }
    List<String> holders = List.of();
    if (InformationSchema.has(session, "METADATA_LOCK_INFO")) {
      holders = holders(session, table, FROM_PLUGIN);
    } else if (performanceSchema(session, grants)) {
      holders = holders(session, table, FROM_PERFORMANCE_SCHEMA);
    }
    return holders.isEmpty()
        ? openTransactions(session)
        : "It is held by " + String.join(", ", holders) + ".";
  }

  private static boolean performanceSchema(TargetSession session, Grants grants) {
    return session.sql("SELECT @@performance_schema").query(Boolean.class).single()
        && grants.allow("SELECT", "performance_schema.metadata_locks")
        && grants.allow("SELECT", "performance_schema.threads");
  }

  private static final String FROM_PLUGIN =
      """
      SELECT DISTINCT %s
        FROM information_schema.METADATA_LOCK_INFO l
        JOIN information_schema.PROCESSLIST p ON p.ID = l.THREAD_ID
       WHERE l.TABLE_SCHEMA = DATABASE() AND l.TABLE_NAME = :table
         AND p.ID <> CONNECTION_ID()
      """;

  private static final String FROM_PERFORMANCE_SCHEMA =
      """
      SELECT DISTINCT %s
        FROM performance_schema.metadata_locks l
        JOIN performance_schema.threads t ON t.THREAD_ID = l.OWNER_THREAD_ID
        JOIN information_schema.PROCESSLIST p ON p.ID = t.PROCESSLIST_ID
       WHERE l.OBJECT_TYPE = 'TABLE' AND l.LOCK_STATUS = 'GRANTED'
         AND l.OBJECT_SCHEMA = DATABASE() AND l.OBJECT_NAME = :table
         AND p.ID <> CONNECTION_ID()
      """;

  private static List<String> holders(TargetSession session, Table table, String source) {
    return session
        .sql(source.formatted("CONCAT(" + WHO + ", ')')"))
        .param("table", table.name())
        .query(String.class)
        .list();
  }

  /** Where nothing tells which table a transaction has touched, all that are open may be it. */
  private static String openTransactions(TargetSession session) {
    List<String> open =
        session
            .sql(
                """
                SELECT CONCAT(%s, ', transaction open since ', t.trx_started, ' UTC)')
                  FROM information_schema.INNODB_TRX t
                  JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
                 WHERE p.ID <> CONNECTION_ID()
                 ORDER BY t.trx_started
                 LIMIT 5
                """
                    .formatted(WHO))
            .query(String.class)
            .list();
    return open.isEmpty()
        ? "No transaction is open; InnoDB's own purge may be at work on it."
        : "These transactions are open: " + String.join(", ", open) + ".";
  }
}
