package dev.upkeep.chassis.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the server's settings before anything is entrusted to it. */
final class ServerCheck {
  private static final Logger log = LoggerFactory.getLogger(ServerCheck.class);

  private ServerCheck() {}

  /**
   * Asks the server.
   *
   * @throws UnsafeDatabaseException if its settings may lose what was committed and that was not
   *     allowed
   */
  static ServerFacts check(DataSource database, boolean allowUnsafe) {
    ServerFacts facts = read(database);
    List<String> dangers = facts.dangers();
    if (dangers.isEmpty()) {
      log.info("The database is MariaDB {}", facts.version());
    } else if (allowUnsafe) {
      log.warn("Started on an unsafe database, as upkeep.database.allow-unsafe says: {}", dangers);
    } else {
      throw new UnsafeDatabaseException(dangers);
    }
    return facts;
  }

  private static ServerFacts read(DataSource database) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      Map<String, String> variables = new HashMap<>();
      try (ResultSet row =
          statement.executeQuery(
              """
              SHOW GLOBAL VARIABLES
              WHERE Variable_name IN
                ('version', 'innodb_flush_log_at_trx_commit', 'wsrep_on', 'max_allowed_packet')
              """)) {
        while (row.next()) {
          variables.put(row.getString(1), row.getString(2));
        }
      }
      return new ServerFacts(
          variables.getOrDefault("version", "unknown"),
          Integer.parseInt(variables.getOrDefault("innodb_flush_log_at_trx_commit", "-1")),
          "ON".equalsIgnoreCase(variables.getOrDefault("wsrep_on", "OFF")),
          Long.parseLong(variables.getOrDefault("max_allowed_packet", "0")));
    } catch (SQLException e) {
      throw new IllegalStateException(
          "The database does not answer: " + e.getMessage() + "; check upkeep.database.url", e);
    }
  }
}
