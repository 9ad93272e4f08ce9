package dev.upkeep.database.testkit;

import dev.upkeep.chassis.test.TestPlatform;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.system.BackupPolicy;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.Throttle;
import dev.upkeep.system.Tuning;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.secret.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A database of its own on a real server that all tests of this JVM share, with an account that has
 * exactly the rights of a shipped grant script.
 */
public final class TestDatabase implements AutoCloseable {

  /** As hard to quote as a password can be. */
  public static final String PASSWORD = "p'w\\\"d-ไทย";

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String schema = "app_" + COUNT.incrementAndGet();
  private final String account = "upkeep_" + schema;
  private final EmbeddedMariaDb server;
  private Connection connection;
  private JdbcClient client;

  private TestDatabase(EmbeddedMariaDb server) throws SQLException {
    this.server = server;
    connection = server.connectAsRoot();
    client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    connection.createStatement().execute("CREATE DATABASE " + schema);
    connection.setCatalog(schema);
    execute("CREATE USER '%s'@'%%' IDENTIFIED BY '%s'".formatted(account, "p''w\\\\\"d-ไทย"));
  }

  /** A new, empty database whose account has the rights of a task's grant script. */
  public static TestDatabase withGrantsOf(String task) throws SQLException {
    return withGrantsOf(task, TestPlatform.mariaDb());
  }

  /** As above, on another server. */
  public static TestDatabase withGrantsOf(String task, EmbeddedMariaDb server) throws SQLException {
    return new TestDatabase(server).give(task);
  }

  /** Takes all rights from the account and gives it those of a task's grant script. */
  public TestDatabase onlyGrantsOf(String task) throws SQLException {
    execute("REVOKE ALL PRIVILEGES, GRANT OPTION FROM '%s'@'%%'".formatted(account));
    return give(task);
  }

  private TestDatabase give(String task) throws SQLException {
    for (String statement : script(task)) {
      execute(
          statement
              // Of a whole database the name is a pattern, in which _ stands for any character.
              .replace("`schema`.*", "`" + inGrants() + "`.*")
              .replace("`schema`", "`" + schema + "`")
              .replace("'upkeep'@'%'", "'" + account + "'@'%'"));
    }
    return this;
  }

  /** A new, empty database whose account has these rights on it alone. */
  public static TestDatabase withRights(String rights) throws SQLException {
    var database = new TestDatabase(TestPlatform.mariaDb());
    database.execute(
        "GRANT %s ON %s.* TO '%s'@'%%'".formatted(rights, database.schema, database.account));
    return database;
  }

  /** Gives the account the rights of another grant script, with some words of it replaced. */
  public TestDatabase grant(String task, String word, String by) throws SQLException {
    for (String statement : script(task)) {
      execute(statement.replace(word, by).replace("'upkeep'@'%'", "'" + account + "'@'%'"));
    }
    return this;
  }

  /** The statements of a task's grant script. */
  public static List<String> script(String task) {
    try (InputStream file = TestDatabase.class.getResourceAsStream("/grants/" + task + ".sql")) {
      if (file == null) {
        throw new IllegalArgumentException("no grants are shipped for " + task);
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(
              text.lines()
                  .filter(line -> !line.startsWith("--"))
                  .collect(Collectors.joining("\n"))
                  .split(";"))
          .map(String::strip)
          .filter(statement -> !statement.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String schema() {
    return schema;
  }

  /** Its name where GRANT takes names for patterns. */
  public String inGrants() {
    return schema.replace("_", "\\_");
  }

  /** Its address, without account or password. */
  public String url() {
    return server.jdbcUrl(schema);
  }

  public String account() {
    return account;
  }

  /** Runs statements as an administrator; each ends with a semicolon at the end of a line. */
  public TestDatabase execute(String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String one : script.split(";\\s*(\\n|$)", -1)) {
        if (!one.isBlank()) {
          statement.execute(one);
        }
      }
    }
    return this;
  }

  /** Signs the administrator in again, once the server was ended and is back. */
  public void signInAgain() throws SQLException {
    connection = server.connectAsRoot();
    connection.setCatalog(schema);
    client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
  }

  /** Asks as an administrator. */
  public JdbcClient.StatementSpec sql(String sql) {
    return client.sql(sql);
  }

  public long count(String table) {
    return sql("SELECT COUNT(*) FROM " + table).query(Long.class).single();
  }

  /** Another connection of an administrator, as the application has them. */
  public Connection application() throws SQLException {
    Connection another = server.connectAsRoot();
    another.setCatalog(schema);
    return another;
  }

  /** The door to it, with these cleanup policies. */
  public TargetDatabases door(ZoneId zone, CleanupPolicy... policies) {
    return door(zone, PASSWORD, policies);
  }

  /** As above, with another password in the secret. */
  public TargetDatabases door(ZoneId zone, String password, CleanupPolicy... policies) {
    return door(
        zone, secrets(Map.of(), password), List.of(policies), Optional.empty(), Tuning.none());
  }

  /** The door to it, with what operators know of its queries and want of its indexes. */
  public TargetDatabases door(Tuning tuning) {
    return door(ZoneOffset.UTC, secrets(Map.of(), PASSWORD), List.of(), Optional.empty(), tuning);
  }

  /**
   * The door to it, with backups.
   *
   * @param secrets environment variables beside the password's
   */
  public TargetDatabases door(BackupPolicy backup, Map<String, String> secrets) {
    return door(
        ZoneOffset.UTC, secrets(secrets, PASSWORD), List.of(), Optional.of(backup), Tuning.none());
  }

  /** The door to it, with a throttle and cleanup policies. */
  public TargetDatabases door(ZoneId zone, Throttle throttle, CleanupPolicy... policies) {
    return door(
        zone,
        secrets(Map.of(), PASSWORD),
        List.of(policies),
        Optional.empty(),
        Tuning.none(),
        throttle);
  }

  /** The door to it, with backups and what operators know of its queries. */
  public TargetDatabases door(BackupPolicy backup, Map<String, String> secrets, Tuning tuning) {
    return door(ZoneOffset.UTC, secrets(secrets, PASSWORD), List.of(), Optional.of(backup), tuning);
  }

  private static Map<String, String> secrets(Map<String, String> more, String password) {
    Map<String, String> all = new HashMap<>(more);
    all.put("DB_PASSWORD", password);
    return all;
  }

  private TargetDatabases door(
      ZoneId zone,
      Map<String, String> secrets,
      List<CleanupPolicy> policies,
      Optional<BackupPolicy> backup,
      Tuning tuning) {
    return door(zone, secrets, policies, backup, tuning, Throttle.USUAL);
  }

  private TargetDatabases door(
      ZoneId zone,
      Map<String, String> secrets,
      List<CleanupPolicy> policies,
      Optional<BackupPolicy> backup,
      Tuning tuning,
      Throttle throttle) {
    var component =
        new MariaDbComponent(
            "database",
            server.jdbcUrl(schema),
            account,
            new SecretReference.InEnvironment("DB_PASSWORD"),
            Optional.of(zone),
            policies,
            backup,
            tuning,
            throttle,
            Optional.empty());
    var system =
        new MaintainedSystem(
            "dms", "Documents", Map.of("database", component), List.of(), List.of(), "hash");
    return new TargetDatabases(
        name -> Optional.of(system).filter(s -> s.name().equals(name)),
        new Secrets(secrets),
        Duration.ofDays(400));
  }

  @Override
  public void close() throws SQLException {
    execute("DROP DATABASE " + schema);
    execute("DROP USER '%s'@'%%'".formatted(account));
    connection.close();
  }
}
