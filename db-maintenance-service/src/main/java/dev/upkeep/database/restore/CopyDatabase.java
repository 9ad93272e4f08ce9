package dev.upkeep.database.restore;

import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.util.Optional;

/**
 * The database that a backup is brought back into. While it is being filled it holds a table that
 * says by which run: nothing is ever removed from a database without it.
 */
final class CopyDatabase {

  static final String MARK = "upkeep_restoring";

  private final TargetSession session;
  private final String name;

  CopyDatabase(TargetSession session, String name) {
    this.session = session;
    this.name = name;
  }

  /** Whether it is there and holds anything. */
  boolean isEmpty() {
    return session
            .sql(
                """
                SELECT (SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = :name)
                     + (SELECT COUNT(*) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = :name)
                     + (SELECT COUNT(*) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = :name)
                """)
            .param("name", name)
            .query(Long.class)
            .single()
        == 0;
  }

  /** The run that is filling it, if one is. */
  Optional<String> filledBy() {
    boolean marked =
        session
                .sql(
                    """
                    SELECT COUNT(*) FROM information_schema.TABLES
                     WHERE TABLE_SCHEMA = :name AND TABLE_NAME = :mark
                    """)
                .param("name", name)
                .param("mark", MARK)
                .query(Long.class)
                .single()
            > 0;
    return marked
        ? session.sql("SELECT run_id FROM " + mark()).query(String.class).optional()
        : Optional.empty();
  }

  /**
   * Makes it empty and marks it; refuses what another put there.
   *
   * @param approved what a person said may be replaced, if one did
   */
  void begin(String run, String charset, String collation, Optional<Contents> approved)
      throws TargetProblem {
    boolean ours = filledBy().filter(run::equals).isPresent();
    if (!ours && !isEmpty()) {
      if (approved.isEmpty()) {
        throw occupied(name);
      }
      if (!approved.get().names().equals(Contents.of(session, name).names())) {
        throw TargetProblem.lasting(
            "The database '%s' does not hold any more what was approved to be replaced."
                .formatted(name),
            "Look who changes it, and run the restore again: it will ask anew");
      }
    }
    session
        .sql(
            "CREATE DATABASE IF NOT EXISTS %s CHARACTER SET %s COLLATE %s"
                .formatted(Quoted.identifier(name), charset, collation))
        .update();
    session
        .sql(
            "CREATE TABLE IF NOT EXISTS %s (run_id CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY)"
                .formatted(mark()))
        .update();
    session.sql("REPLACE INTO %s VALUES (:run)".formatted(mark())).param("run", run).update();
    // From here on it is ours, whatever is still in it. The database itself is never dropped, for
    // connections may be made to it.
    new Emptying(session, name).allBut(MARK);
    session
        .sql(
            "ALTER DATABASE %s CHARACTER SET %s COLLATE %s"
                .formatted(Quoted.identifier(name), charset, collation))
        .update();
  }

  /** Gives it to whoever wants to use it. */
  void release() {
    session.sql("DROP TABLE IF EXISTS " + mark()).update();
  }

  static TargetProblem occupied(String name) {
    return TargetProblem.lasting(
        "The database '%s' is not empty, and nothing in it is removed.".formatted(name),
        "Name another under 'into'; or run it with 'replace: true', which asks for approval first");
  }

  private String mark() {
    return Quoted.identifier(name) + "." + Quoted.identifier(MARK);
  }
}
