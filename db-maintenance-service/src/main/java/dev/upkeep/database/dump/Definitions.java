package dev.upkeep.database.dump;

import dev.upkeep.database.dump.Definition.Kind;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.ServerSays;
import java.util.ArrayList;
import java.util.List;

/** Everything that a database has besides rows, as the server itself would make it again. */
public final class Definitions {

  /** Views refer to something that is gone, or to a column or function that is. */
  private static final int BROKEN_VIEW = 1356;

  private final DumpSession session;

  private Definitions(DumpSession session) {
    this.session = session;
  }

  /** All of them, in the order in which they are made. */
  public static List<Definition> in(DumpSession session) {
    var definitions = new Definitions(session);
    List<Definition> all = new ArrayList<>();
    all.addAll(definitions.tablesOf("SEQUENCE", Kind.SEQUENCE));
    all.addAll(definitions.tablesOf("BASE TABLE", Kind.TABLE));
    all.addAll(definitions.tablesOf("SYSTEM VERSIONED", Kind.TABLE));
    all.addAll(definitions.views());
    for (Kind kind : List.of(Kind.FUNCTION, Kind.PROCEDURE, Kind.PACKAGE, Kind.PACKAGE_BODY)) {
      all.addAll(definitions.routines(kind));
    }
    all.addAll(definitions.triggers());
    all.addAll(definitions.events());
    return all;
  }

  /** One table's as it is now. */
  static Definition ofTable(DumpSession session, String table) {
    return new Definitions(session).table(Kind.TABLE, table);
  }

  private List<Definition> tablesOf(String type, Kind kind) {
    return session
        .sql(
            """
            SELECT TABLE_NAME FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = :type
             ORDER BY TABLE_NAME
            """)
        .param("type", type)
        .query(String.class)
        .list()
        .stream()
        .map(name -> table(kind, name))
        .toList();
  }

  private Definition table(Kind kind, String name) {
    // SHOW CREATE TABLE answers for sequences too, but with a table's statement.
    return session
        .sql("SHOW CREATE %s %s".formatted(kind.sql(), Quoted.identifier(name)))
        .query((row, number) -> Definition.of(kind, name, unqualified(row.getString(2))))
        .single();
  }

  /** The server names the database in defaults that are taken from a sequence, and only there. */
  private String unqualified(String sql) {
    return sql.replace("nextval(" + Quoted.identifier(session.schema()) + ".", "nextval(");
  }

  private List<Definition> views() {
    List<Definition> views = new ArrayList<>();
    for (String name : tableNames("VIEW")) {
      views.add(view(name));
    }
    return views;
  }

  private Definition view(String name) {
    try {
      // Naming the columns finds out whether everything that the view refers to is there.
      session.sql("SHOW COLUMNS FROM " + Quoted.identifier(name)).query((row, number) -> 1).list();
      return session
          .sql("SHOW CREATE VIEW " + Quoted.identifier(name))
          .query(
              (row, number) ->
                  Definition.of(
                      Kind.VIEW,
                      name,
                      row.getString(2),
                      "",
                      row.getString("collation_connection"),
                      ""))
          .single();
    } catch (RuntimeException e) {
      if (!ServerSays.code(e, BROKEN_VIEW)) {
        throw e;
      }
      return Definition.of(Kind.VIEW, name, "");
    }
  }

  private List<String> tableNames(String type) {
    return session
        .sql(
            """
            SELECT TABLE_NAME FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = :type
             ORDER BY TABLE_NAME
            """)
        .param("type", type)
        .query(String.class)
        .list();
  }

  /** In the order in which the columns of a view are, not quoted. */
  List<String> columnsOf(String view) {
    return session
        .sql(
            """
            SELECT COLUMN_NAME FROM information_schema.COLUMNS
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = :view
             ORDER BY ORDINAL_POSITION
            """)
        .param("view", view)
        .query(String.class)
        .list();
  }

  static Definitions of(DumpSession session) {
    return new Definitions(session);
  }

  private List<Definition> routines(Kind kind) {
    return session
        .sql(
            """
            SELECT ROUTINE_NAME FROM information_schema.ROUTINES
             WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE = :kind
             ORDER BY ROUTINE_NAME
            """)
        .param("kind", kind.sql())
        .query(String.class)
        .list()
        .stream()
        .map(name -> program(kind, name, 3))
        .toList();
  }

  private List<Definition> triggers() {
    return session
        .sql(
            """
            SELECT TRIGGER_NAME FROM information_schema.TRIGGERS
             WHERE TRIGGER_SCHEMA = DATABASE()
             ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER
            """)
        .query(String.class)
        .list()
        .stream()
        .map(name -> program(Kind.TRIGGER, name, 3))
        .toList();
  }

  private List<Definition> events() {
    return session
        .sql(
            """
            SELECT EVENT_NAME FROM information_schema.EVENTS
             WHERE EVENT_SCHEMA = DATABASE()
             ORDER BY EVENT_NAME
            """)
        .query(String.class)
        .list()
        .stream()
        .map(name -> program(Kind.EVENT, name, 4))
        .toList();
  }

  /**
   * @param column where the answer has the statement
   */
  private Definition program(Kind kind, String name, int column) {
    return session
        .sql("SHOW CREATE %s %s".formatted(kind.sql(), Quoted.identifier(name)))
        .query(
            (row, number) -> {
              String sql = row.getString(column);
              if (sql == null) {
                throw new IllegalStateException(
                    "The server does not show this account the body of %s '%s'"
                        .formatted(kind.words(), name));
              }
              return Definition.of(
                  kind,
                  name,
                  sql,
                  row.getString("sql_mode"),
                  row.getString("collation_connection"),
                  kind == Kind.EVENT ? row.getString("time_zone") : "");
            })
        .single();
  }
}
