package dev.upkeep.system.database;

import java.sql.SQLException;
import java.util.Optional;

/**
 * What MariaDB's errors mean for an operator. The numbers are from MariaDB's list of error codes.
 */
public final class ServerSays {

  /** A lock was not to be had in time, for rows or for the table's definition. */
  public static final int LOCK_WAIT_TIMEOUT = 1205;

  /** Two transactions waited for each other. */
  public static final int DEADLOCK = 1213;

  /** A row has changed since it was read. */
  public static final int RECORD_CHANGED = 1020;

  /** A row with this key is already there. */
  public static final int DUPLICATE_KEY = 1062;

  /** The account lacks a right on a table. */
  public static final int TABLE_ACCESS_DENIED = 1142;

  /** The statement took longer than {@code max_statement_time}. */
  public static final int STATEMENT_TIMEOUT = 1969;

  private static final String GRANTS =
      "Give the account what docs/tasks lists for this task (grants/*.sql has the statements)";

  private ServerSays() {}

  /** The server's own error in what a library threw. */
  public static Optional<SQLException> in(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SQLException e) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
  }

  /** Whether the server said just this. */
  public static boolean code(Throwable thrown, int code) {
    return in(thrown).filter(e -> e.getErrorCode() == code).isPresent();
  }

  /** Whether the same transaction may well succeed when it is begun again. */
  public static boolean tryAgain(Throwable thrown) {
    return code(thrown, LOCK_WAIT_TIMEOUT)
        || code(thrown, DEADLOCK)
        || code(thrown, RECORD_CHANGED);
  }

  /** What happened, and what to do about it. */
  static TargetProblem meaning(SQLException e, String where) {
    String said = where + ": " + message(e);
    return switch (e.getErrorCode()) {
      case 1044, 1142, 1143, 1227, 1370 -> TargetProblem.lasting(said, GRANTS);
      case 1045, 1698 ->
          TargetProblem.lasting(
              said, "Correct 'user' or the secret behind 'password' in the system file");
      case 1049 -> TargetProblem.lasting(said, "Correct the database in 'url' of the system file");
      case 1146, 1054, 1932 ->
          TargetProblem.lasting(
              said, "Something was dropped or renamed; correct the system file, or run again");
      case DUPLICATE_KEY ->
          TargetProblem.lasting(said, "Look at both rows and decide which of them is right");
      case 1070, 1071, 1901 -> TargetProblem.lasting(said, "Correct the index's definition");
      case 1021, 1114, 1041 ->
          TargetProblem.lasting(said, "Make room on the database server, then run again");
      case 1290, 1792 ->
          TargetProblem.lasting(said, "The server takes no writes; work on the primary");
      case LOCK_WAIT_TIMEOUT, DEADLOCK, RECORD_CHANGED ->
          TargetProblem.passing(said, "Run again when the application leaves the rows alone");
      default ->
          lostConnection(e)
              ? TargetProblem.lost(said, "Look whether the server is up and can be reached")
              : TargetProblem.passing(said, "Look at the message and at the server's error log");
    };
  }

  private static boolean lostConnection(SQLException e) {
    return String.valueOf(e.getSQLState()).startsWith("08")
        || e.getErrorCode() == 1927
        || e.getErrorCode() == 1053;
  }

  /** The driver puts its connection number in front and may quote the statement behind. */
  private static String message(SQLException e) {
    return String.valueOf(e.getMessage())
        .replaceFirst("^\\(conn=\\d+\\) ", "")
        .lines()
        .findFirst()
        .orElse("error " + e.getErrorCode());
  }
}
