package dev.upkeep.database.online;

import dev.upkeep.system.database.TargetSession;

/** Which of the optional tables of {@code information_schema}, those of plugins, a server has. */
final class InformationSchema {

  private InformationSchema() {}

  static boolean has(TargetSession session, String table) {
    return session
        .sql(
            """
            SELECT 1 FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = 'information_schema' AND TABLE_NAME = :table
            """)
        .param("table", table)
        .query(Integer.class)
        .optional()
        .isPresent();
  }
}
