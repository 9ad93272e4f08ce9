package dev.upkeep.system.database;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One connection to a database, with settings that keep rows as they are: READ COMMITTED, strict,
 * zero keys and invalid dates taken as written, times in UTC.
 */
public final class TargetSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TargetSession.class);

  /** For looking around: to end a connection must work when locks are the trouble. */
  private static final Duration ASIDE = Duration.ofSeconds(2);

  private final TargetDatabase database;
  private final Connection connection;
  private final JdbcClient client;
  private final long id;
  private final String token = "upkeep-connection:" + UUID.randomUUID();

  private TargetSession(TargetDatabase database, Connection connection) throws SQLException {
    this.database = database;
    this.connection = connection;
    this.client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    try (Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT CONNECTION_ID()")) {
      row.next();
      this.id = row.getLong(1);
    }
  }

  /**
   * What others need to find just this connection again: its number, a lock of its own that nobody
   * else ever takes, and where a replica is. Numbers alone come again after a restart of the
   * server.
   */
  private String handle() {
    String elsewhere = database.elsewhere();
    return id + " " + token + (elsewhere.isEmpty() ? "" : " " + elsewhere);
  }

  static TargetSession prepare(
      TargetDatabase database, Connection connection, Duration lockWaitLimit) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          SET SESSION
            sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES',
            time_zone = '+00:00',
            sql_safe_updates = 0,
            max_statement_time = 0,
            lock_wait_timeout = %1$d,
            innodb_lock_wait_timeout = %1$d
          """
              .formatted(Math.max(1, lockWaitLimit.toSeconds())));
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setAutoCommit(true);
      return new TargetSession(database, connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  public TargetDatabase database() {
    return database;
  }

  /** The server's number for this connection. */
  public long id() {
    return id;
  }

  /**
   * The connection itself, for what streams rows or keeps a snapshot open. The session closes it.
   */
  public Connection connection() {
    return connection;
  }

  /** The client behind {@link #sql}, for what works on other connections as well. */
  public JdbcClient client() {
    return client;
  }

  /** A statement; names are bound with {@code :name}. */
  public JdbcClient.StatementSpec sql(String sql) {
    return client.sql(sql);
  }

  /**
   * Does all of it or nothing.
   *
   * @throws SQLException when the transaction cannot be begun, committed or rolled back
   */
  public <T> T inTransaction(Work<T> work) throws SQLException, TargetProblem {
    connection.setAutoCommit(false);
    try {
      T answer = work.run();
      connection.commit();
      return answer;
    } catch (SQLException | TargetProblem | RuntimeException e) {
      rollBack(e);
      throw e;
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
    }
  }

  /**
   * The same under REPEATABLE READ: rows that an {@code INSERT … SELECT} read cannot change, and
   * none can come in between, until the transaction ends (MariaDB's manual, "InnoDB Lock Modes").
   */
  public <T> T inRepeatableTransaction(Work<T> work) throws SQLException, TargetProblem {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try {
      return inTransaction(work);
    } finally {
      if (!connection.isClosed()) {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      }
    }
  }

  private void rollBack(Exception cause) {
    try {
      if (!connection.isClosed()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** Whether the connection is gone for good. */
  public boolean lost() {
    try {
      return connection.isClosed() || !connection.isValid(1);
    } catch (SQLException e) {
      return true;
    }
  }

  /**
   * Opens a second session to the same database for as long as the step lasts; whoever takes the
   * run over ends it like the first.
   *
   * @param lockWaitLimit as in {@link TargetDatabase#open}
   */
  public TargetSession beside(StepContext context, Duration lockWaitLimit)
      throws TargetProblem, StopRequested {
    return database.openIn(context, lockWaitLimit);
  }

  /** Notes the connection before it is used, and makes the note true. */
  void holdIn(StepContext context) throws StopRequested {
    context.holds(LeftConnections.KIND, handle());
    sql("DO GET_LOCK(:token, 0)").param("token", token).update();
  }

  /** Waits on the server, where ending the connection ends the wait too. */
  public void pause(Duration length) {
    sql("DO SLEEP(:seconds)").param("seconds", length.toMillis() / 1000.0).update();
  }

  /**
   * Ends this connection and what it is doing, from outside and at once. To close the socket would
   * leave a statement running on the server.
   */
  void end() throws TargetProblem {
    try (TargetSession aside = database.open(ASIDE)) {
      aside.kill(id);
    }
  }

  /** Ends a connection of this account; one that is gone is no error. */
  void kill(long connectionId) {
    try {
      sql("KILL " + connectionId).update();
    } catch (RuntimeException e) {
      if (!ServerSays.code(e, 1094)) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // The session is over either way, and what it did was committed or is rolled back.
      LOG.debug("Connection {} to {} did not close cleanly", id, database.label(), e);
    }
  }

  /** Work that is done whole or not at all. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws SQLException, TargetProblem;
  }
}
