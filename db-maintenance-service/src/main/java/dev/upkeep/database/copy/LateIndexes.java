package dev.upkeep.database.copy;

import dev.upkeep.database.sandbox.Sandbox;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetProblem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes the indexes that nothing depends on from an empty table of a copy and has them built when
 * its rows are there: all at once, sorted, in less time than row by row. The table is defined as
 * before afterwards, to the letter.
 */
final class LateIndexes {

  /** A line of SHOW CREATE TABLE; other kinds of keys begin with another word. */
  private static final Pattern KEY = Pattern.compile("^  KEY (`(?:[^`]|``)+`) .*?,?$");

  private static final Pattern ANY_KEY = Pattern.compile("^  (?:[A-Z]+ )?KEY .*");
  private static final Pattern COUNTER = Pattern.compile(" AUTO_INCREMENT=\\d+");

  private final Sandbox sandbox;
  private final String schema;

  LateIndexes(Sandbox sandbox, String schema) {
    this.sandbox = sandbox;
    this.schema = schema;
  }

  /** Something with rows in it. */
  @FunctionalInterface
  interface Filling {
    void run() throws Exception;
  }

  /**
   * Does without them while a table is being filled.
   *
   * @throws TargetProblem when the server cannot build them
   * @throws IllegalStateException when the table is not what it was afterwards: our mistake, and
   *     not the backup's
   */
  void around(String table, Filling filling) throws Exception {
    try (Connection connection = sandbox.connect(schema)) {
      Set<String> plain = plain(connection, table);
      // None of a table that is missing, which is for others to say.
      List<String> before = plain.isEmpty() ? List.of() : definition(connection, table);
      List<String> late = late(before, plain);
      if (late.isEmpty()) {
        filling.run();
        return;
      }
      execute(connection, "SET SESSION foreign_key_checks = 0, sql_mode = ''");
      alter(connection, table, late.stream().map(line -> "DROP KEY " + name(line)).toList());
      filling.run();
      build(connection, table, late);
      List<String> after = definition(connection, table);
      if (!after.equals(before)) {
        throw new IllegalStateException(
            "'%s' is defined otherwise after its indexes were built: %s".formatted(table, after));
      }
    }
  }

  private static void build(Connection connection, String table, List<String> late)
      throws TargetProblem {
    try {
      alter(connection, table, late.stream().map(line -> "ADD " + line.strip()).toList());
    } catch (SQLException e) {
      throw TargetProblem.passing(
          "The indexes of the copy of '%s' could not be built: %s."
              .formatted(table, e.getMessage()),
          "Look after the sandbox's disk; the backup was not judged");
    }
  }

  /**
   * Those at the end of the list of keys: what is added comes there again.
   *
   * @param plain the names that may be taken off
   */
  static List<String> late(List<String> definition, Set<String> plain) {
    Deque<String> late = new ArrayDeque<>();
    for (String line : definition.reversed()) {
      Matcher key = KEY.matcher(line);
      if (key.matches() && plain.contains(key.group(1))) {
        late.addFirst(line.endsWith(",") ? line.substring(0, line.length() - 1) : line);
      } else if (ANY_KEY.matcher(line).matches()) {
        break;
      }
    }
    return List.copyOf(late);
  }

  private static String name(String line) {
    Matcher key = KEY.matcher(line);
    if (!key.matches()) {
      throw new IllegalArgumentException(line);
    }
    return key.group(1);
  }

  /** Line by line, without where its counter stands. */
  private static List<String> definition(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row =
          statement.executeQuery("SHOW CREATE TABLE " + Quoted.identifier(table))) {
        row.next();
        return COUNTER.matcher(row.getString(2)).replaceAll("").lines().toList();
      }
    }
  }

  /** Trees that may hold a value twice, of columns that are stored; their names in backticks. */
  private static Set<String> plain(Connection connection, String table) throws SQLException {
    Set<String> plain = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT s.INDEX_NAME
              FROM information_schema.STATISTICS s
              JOIN information_schema.COLUMNS c USING (TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME)
              JOIN information_schema.TABLES t USING (TABLE_SCHEMA, TABLE_NAME)
             WHERE s.TABLE_SCHEMA = DATABASE() AND s.TABLE_NAME = ? AND t.ENGINE = 'InnoDB'
             GROUP BY s.INDEX_NAME
            HAVING MIN(s.NON_UNIQUE = 1 AND s.INDEX_TYPE = 'BTREE' AND c.IS_GENERATED = 'NEVER')
            """)) {
      statement.setString(1, table);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          plain.add(Quoted.identifier(row.getString(1)));
        }
      }
    }
    return plain;
  }

  private static void alter(Connection connection, String table, List<String> changes)
      throws SQLException {
    execute(
        connection,
        changes.stream()
            .collect(
                Collectors.joining(", ", "ALTER TABLE " + Quoted.identifier(table) + " ", "")));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }
}
