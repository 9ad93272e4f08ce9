package dev.upkeep.database.cleanup;

import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.TargetSession;
import java.util.ArrayList;
import java.util.List;

/** Which foreign keys point at a table. */
final class ForeignKeys {

  private ForeignKeys() {}

  /**
   * The tables whose foreign keys point at this one. With PROCESS those of other databases are seen
   * too, whatever the account may read of them.
   */
  static List<String> pointingAt(TargetSession session, String table) {
    List<String> referring =
        new ArrayList<>(
            session
                .sql(
                    """
                    SELECT DISTINCT CONCAT(CONSTRAINT_SCHEMA, '.', TABLE_NAME)
                      FROM information_schema.REFERENTIAL_CONSTRAINTS
                     WHERE UNIQUE_CONSTRAINT_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME = :table
                       AND NOT (CONSTRAINT_SCHEMA = DATABASE() AND TABLE_NAME = :table)
                    """)
                .param("table", table)
                .query(String.class)
                .list());
    if (Grants.of(session).allow("PROCESS", "*.*")) {
      session
          .sql(
              """
              SELECT DISTINCT REPLACE(decoded.FOR_NAME, '/', '.')
                FROM (SELECT CONVERT(CONVERT(BINARY FOR_NAME USING filename) USING utf8mb4) AS FOR_NAME,
                             CONVERT(CONVERT(BINARY REF_NAME USING filename) USING utf8mb4) AS REF_NAME
                        FROM information_schema.INNODB_SYS_FOREIGN) AS decoded
               WHERE decoded.REF_NAME = CONCAT(DATABASE(), '/', :table)
                 AND decoded.FOR_NAME <> CONCAT(DATABASE(), '/', :table)
              """)
          .param("table", table)
          .query(String.class)
          .list()
          .stream()
          .filter(name -> !referring.contains(name))
          .forEach(referring::add);
    }
    return referring;
  }
}
