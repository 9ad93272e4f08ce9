package dev.upkeep.chassis.database;

import java.sql.SQLException;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionException;

/** What an exception of the database means for the work that met it. */
public final class DatabaseTrouble {
  /** ER_CHECKREAD, ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK. */
  private static final Set<Integer> BEGIN_AGAIN = Set.of(1020, 1205, 1213);

  private DatabaseTrouble() {}

  /**
   * Whether MariaDB rolled the transaction back because of others, so that it is to be begun again.
   */
  static boolean asksToBeginAgain(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && BEGIN_AGAIN.contains(sql.getErrorCode())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the same work may succeed later: the server is away, full, read-only or busy. Not so
   * where the statement itself is at fault: broken SQL, or a value that the table refuses.
   */
  public static boolean isPassing(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      switch (t) {
        case DataIntegrityViolationException ignored -> {
          return false;
        }
        case BadSqlGrammarException ignored -> {
          return false;
        }
        case DataRetrievalFailureException ignored -> {
          return false;
        }
        case InvalidDataAccessApiUsageException ignored -> {
          return false;
        }
        case IllegalTransactionStateException ignored -> {
          return false;
        }
        case DataAccessException ignored -> {
          return true;
        }
        case TransactionException ignored -> {
          return true;
        }
        case SQLException ignored -> {
          return true;
        }
        default -> {
          // Wrapped by somebody: what is inside decides.
        }
      }
    }
    return false;
  }
}
