package dev.upkeep.embedded.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upkeep.embedded.DataFolderInUseException;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.ServerDidNotStartException;
import dev.upkeep.embedded.StrayProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMariaDbTest {

  private static MariaDbInstallation bundled;

  @TempDir private Path folder;

  @BeforeAll
  static void unpack() {
    bundled = MariaDbInstallation.bundled(ServerCache.ofUser());
  }

  private EmbeddedMariaDb start() {
    return EmbeddedMariaDb.start(
        folder.resolve("db"), bundled, MariaDbSettings.small().withBufferPool("32M"));
  }

  @Test
  void servesASchemaToItsAccountAndKeepsDataAndPortOverARestart() throws SQLException {
    int port;
    try (EmbeddedMariaDb db = start()) {
      db.createSchema("scheduler", "scheduler", "a'secret\\");
      run(db, "scheduler", "a'secret\\", "CREATE TABLE t (word VARCHAR(20))");
      run(db, "scheduler", "a'secret\\", "INSERT INTO t VALUES ('สวัสดี 🙏')");
      port = db.port();
    }
    try (EmbeddedMariaDb db = start()) {
      assertThat(db.port()).isEqualTo(port);
      assertThat(read(db, "scheduler", "a'secret\\", "SELECT word FROM t")).isEqualTo("สวัสดี 🙏");
    }
  }

  @Test
  void letsAnAccountIntoItsOwnSchemasOnly() throws SQLException {
    try (EmbeddedMariaDb db = start()) {
      db.createSchema("mine", "me", "secret");
      db.createSchema("mine_too", "me", "secret");
      db.createSchema("theirs", "they", "other", "SELECT, INSERT");

      assertThat(read(db, "mine", "me", "secret", "SELECT 1")).isEqualTo("1");
      assertThat(read(db, "mine_too", "me", "secret", "SELECT 1")).isEqualTo("1");
      assertThatThrownBy(() -> read(db, "theirs", "me", "secret", "SELECT 1"))
          .hasMessageContaining("Access denied");
      assertThatThrownBy(() -> run(db, "theirs", "they", "other", "CREATE TABLE t (id INT)"))
          .hasMessageContaining("command denied");
    }
  }

  @Test
  void hasNoAccountWithoutAPasswordAndHidesTheGeneratedOne() throws Exception {
    try (EmbeddedMariaDb db = start()) {
      assertThatThrownBy(() -> DriverManager.getConnection(db.jdbcUrl(""), "root", ""))
          .hasMessageContaining("Access denied");
      Path secret = folder.resolve("db/root-password");
      assertThat(Files.getPosixFilePermissions(secret))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(commandLine(db.pid())).doesNotContain(Files.readString(secret).strip());
      assertThat(folder.resolve("db/first-start.sql")).doesNotExist();
    }
  }

  @Test
  void listensOnLoopbackOnlyAndRunsWithTheSettingsItWasGiven() throws SQLException {
    try (EmbeddedMariaDb db =
        EmbeddedMariaDb.start(
            folder.resolve("db"),
            bundled,
            MariaDbSettings.small()
                .withBufferPool("16M")
                .withPerformanceSchema()
                .withArgument("--max-connections=42"))) {
      assertThat(asRoot(db, "SELECT @@bind_address")).isEqualTo("127.0.0.1");
      assertThat(asRoot(db, "SELECT @@innodb_buffer_pool_size DIV 1048576")).isEqualTo("16");
      assertThat(asRoot(db, "SELECT @@performance_schema")).isEqualTo("1");
      assertThat(asRoot(db, "SELECT @@max_connections")).isEqualTo("42");
      assertThat(asRoot(db, "SELECT @@innodb_flush_log_at_trx_commit")).isEqualTo("1");
      assertThat(asRoot(db, "SELECT @@log_bin")).isEqualTo("0");
      assertThat(asRoot(db, "SELECT @@time_zone")).isEqualTo("+00:00");
    }
  }

  @Test
  void comesBackWithEverythingCommittedAfterAKill() throws SQLException {
    try (EmbeddedMariaDb db = start()) {
      db.createSchema("app", "app", "secret");
      run(db, "app", "secret", "CREATE TABLE t (id INT PRIMARY KEY)");
      run(db, "app", "secret", "INSERT INTO t SELECT seq FROM seq_1_to_1000");

      db.kill();
      assertThat(db.isAlive()).isFalse();
      db.restart();

      assertThat(read(db, "app", "secret", "SELECT COUNT(*) FROM t")).isEqualTo("1000");
    }
  }

  @Test
  void refusesASecondStartOnTheSameFolderAndNamesTheHolder() {
    try (EmbeddedMariaDb db = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOf(DataFolderInUseException.class)
          .hasMessageContaining(folder.resolve("db").toString())
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(db.isAlive()).isTrue();
    }
  }

  @Test
  void endsAServerThatAnEarlierStartLeftBehindAndTakesOverItsPort() throws Exception {
    int port;
    long left;
    try (EmbeddedMariaDb db = start()) {
      port = db.port();
    }
    Path pidFile = folder.resolve("db/mariadbd.pid");
    try (StrayProcess stray =
        StrayProcess.start(
            bundled.server(),
            MariaDbArguments.of(
                bundled, MariaDbSettings.small(), folder.resolve("db").toRealPath(), port))) {
      stray.noteIn(pidFile);
      left = stray.pid();
      try (EmbeddedMariaDb db = start()) {
        assertThat(ProcessHandle.of(left)).isEmpty();
        assertThat(db.port()).isEqualTo(port);
      }
    }
  }

  @Test
  void saysWhatTheServerSaidWhenItDoesNotStart() {
    assertThatThrownBy(
            () ->
                EmbeddedMariaDb.start(
                    folder.resolve("db"),
                    bundled,
                    MariaDbSettings.small().withArgument("--no-such-setting=1")))
        .isInstanceOf(ServerDidNotStartException.class)
        .hasMessageContaining("mariadbd ended with code")
        .hasMessageContaining("no-such-setting");
    // and the folder is free again
    start().close();
  }

  @Test
  void worksInAFolderWhosePathIsTooLongForASocket() {
    Path deep = folder.resolve("a-rather-long-name-for-a-folder".repeat(5));
    EmbeddedMariaDb.start(deep, bundled, MariaDbSettings.small().withBufferPool("16M")).close();
    assertThat(deep.resolve("data")).isDirectory();
  }

  @Test
  void runsTheMachinesOwnServerWhenAsked() throws SQLException {
    Path own = Path.of("/usr/sbin/mariadbd");
    assumeTrue(Files.isExecutable(own), "the machine has no MariaDB server of its own");
    MariaDbInstallation system =
        MariaDbInstallation.ofSystem(own, new ServerCache(folder.resolve("cache")));
    try (EmbeddedMariaDb db =
        EmbeddedMariaDb.start(folder.resolve("db"), system, MariaDbSettings.small())) {
      db.createSchema("app", "app", "secret");
      assertThat(read(db, "app", "secret", "SELECT VERSION()")).contains("MariaDB");
    }
  }

  @Test
  void refusesAMachinesServerThatIsNotThereAndSaysWhatToInstall() {
    assertThatThrownBy(
            () ->
                MariaDbInstallation.ofSystem(
                    Path.of("/opt/none/sbin/mariadbd"), ServerCache.ofUser()))
        .hasMessageContaining("/opt/none/sbin/mariadbd is not a program")
        .hasMessageContaining("apt-get install mariadb-server");
  }

  private static String asRoot(EmbeddedMariaDb db, String sql) throws SQLException {
    try (Connection connection = db.connectAsRoot()) {
      return first(connection, sql);
    }
  }

  private static String read(
      EmbeddedMariaDb db, String schema, String account, String password, String sql)
      throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(db.jdbcUrl(schema), account, password)) {
      return first(connection, sql);
    }
  }

  private static String read(EmbeddedMariaDb db, String owner, String password, String sql)
      throws SQLException {
    return read(db, owner, owner, password, sql);
  }

  private static void run(
      EmbeddedMariaDb db, String schema, String account, String password, String sql)
      throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(db.jdbcUrl(schema), account, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void run(EmbeddedMariaDb db, String owner, String password, String sql)
      throws SQLException {
    run(db, owner, owner, password, sql);
  }

  private static String first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static String commandLine(long pid) throws java.io.IOException {
    return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
  }
}
