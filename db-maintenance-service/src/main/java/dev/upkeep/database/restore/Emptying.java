package dev.upkeep.database.restore;

import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetSession;
import java.util.List;

/** Drops what a database holds, thing by thing; repeated, it goes on. */
final class Emptying {

  private final TargetSession session;
  private final String database;

  Emptying(TargetSession session, String database) {
    this.session = session;
    this.database = database;
  }

  /** Drops everything but one table. */
  void allBut(String kept) {
    // Only this connection stops looking at what refers to what.
    session.sql("SET SESSION foreign_key_checks = 0").update();
    drop("EVENT", events());
    drop("VIEW", tables("VIEW"));
    drop("TABLE", tables("BASE TABLE").stream().filter(name -> !name.equals(kept)).toList());
    drop("TABLE", tables("SYSTEM VERSIONED"));
    drop("SEQUENCE", tables("SEQUENCE"));
    dropPackages();
    drop("FUNCTION", routines("FUNCTION"));
    drop("PROCEDURE", routines("PROCEDURE"));
    session.sql("SET SESSION foreign_key_checks = 1").update();
  }

  /** Older servers know packages in this mode alone. */
  private void dropPackages() {
    List<String> packages = routines("PACKAGE");
    if (!packages.isEmpty()) {
      session.sql("SET @upkeep_mode = @@SESSION.sql_mode, SESSION sql_mode = 'ORACLE'").update();
      drop("PACKAGE", packages);
      session.sql("SET SESSION sql_mode = @upkeep_mode").update();
    }
  }

  private void drop(String kind, List<String> names) {
    for (String name : names) {
      session
          .sql(
              "DROP %s IF EXISTS %s.%s"
                  .formatted(kind, Quoted.identifier(database), Quoted.identifier(name)))
          .update();
    }
  }

  private List<String> tables(String type) {
    return session
        .sql(
            """
            SELECT TABLE_NAME FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = :database AND TABLE_TYPE = :type
            """)
        .param("database", database)
        .param("type", type)
        .query(String.class)
        .list();
  }

  private List<String> routines(String type) {
    return session
        .sql(
            """
            SELECT ROUTINE_NAME FROM information_schema.ROUTINES
             WHERE ROUTINE_SCHEMA = :database AND ROUTINE_TYPE = :type
            """)
        .param("database", database)
        .param("type", type)
        .query(String.class)
        .list();
  }

  private List<String> events() {
    return session
        .sql("SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = :database")
        .param("database", database)
        .query(String.class)
        .list();
  }
}
