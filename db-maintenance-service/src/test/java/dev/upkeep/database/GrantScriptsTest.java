package dev.upkeep.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.database.testkit.TestServer;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.events.catalogue.TaskCatalogue;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.Grants.Needed;
import dev.upkeep.system.database.TargetDatabase;
import dev.upkeep.system.database.TargetSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The grant scripts that ship: an administrator can run each as it says, whatever the names, and
 * the account has these rights afterwards and no others. That they are enough for their task is
 * what the tasks' own tests show, which run with them.
 */
class GrantScriptsTest {

  private static final Path SCRIPTS = Path.of("src/main/resources/grants");

  private static final String DATABASE = "it's `our` \"d_b\" %";
  private static final String NEIGHBOUR = "it's `our` \"dxb\" %";
  private static final String ACCOUNT = "o'hara `ops` \"x\"_1";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String PASSWORD = "just-for-the-test";

  /** These look at backups and sandboxes alone. */
  private static final Set<String> ASK_NOTHING_OF_THE_SERVER =
      Set.of("database.backup-check", "database.restore-test");

  private static final Pattern GRANT =
      Pattern.compile("GRANT (.+?) ON (?:TABLE )?(\\S*(?:`.*`)?\\S*) TO .*", Pattern.DOTALL);

  static Stream<Arguments> scriptsOnEachServer() throws IOException {
    List<String> scripts = scripts(".sql");
    return TestServer.here()
        .flatMap(server -> scripts.stream().map(script -> Arguments.of(script, server)));
  }

  private static List<String> scripts(String ending) throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ending))
          .map(name -> name.substring(0, name.length() - ending.length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scriptsOnEachServer")
  void givesJustWhatItSaysWhateverTheNames(String script, TestServer server) throws Exception {
    try (Connection administrator = server.server().connectAsRoot();
        Statement root = administrator.createStatement()) {
      root.execute("CREATE DATABASE " + quoted(DATABASE));
      root.execute("CREATE DATABASE " + quoted(NEIGHBOUR));
      root.execute("CREATE USER %s IDENTIFIED BY '%s'".formatted(account(), PASSWORD));
      try {
        List<String> filledIn = new ArrayList<>();
        for (String statement : TestDatabase.script(script)) {
          filledIn.add(filledIn(statement));
          root.execute(filledIn.getLast());
        }
        assertThat(rights(root)).isEqualTo(rightsOf(filledIn));
        if (filledIn.stream().anyMatch(statement -> statement.contains(quoted(pattern())))) {
          assertThat(databasesOfTheAccount(server)).contains(DATABASE).doesNotContain(NEIGHBOUR);
        }
      } finally {
        root.execute("DROP USER " + account());
        root.execute("DROP DATABASE " + quoted(DATABASE));
        root.execute("DROP DATABASE " + quoted(NEIGHBOUR));
      }
    }
  }

  /** As the scripts' first lines tell an administrator to. */
  private static String filledIn(String statement) {
    return statement
        .replaceAll("`(schema|copy)`\\.\\*", Matcher.quoteReplacement(quoted(pattern()) + ".*"))
        .replaceAll("`(schema|copy)`\\.", Matcher.quoteReplacement(quoted(DATABASE) + "."))
        .replace("'upkeep'@'%'", account());
  }

  private static String pattern() {
    return DATABASE.replaceAll("[_%]", "\\\\$0");
  }

  private static String quoted(String identifier) {
    return "`" + identifier.replace("`", "``") + "`";
  }

  private static String account() {
    return "'" + ACCOUNT.replace("'", "''") + "'@'%'";
  }

  /** Each right with what it is on. */
  private static Set<String> rights(Statement root) throws SQLException {
    List<String> grants = new ArrayList<>();
    try (ResultSet rows = root.executeQuery("SHOW GRANTS FOR " + account())) {
      while (rows.next()) {
        grants.add(rows.getString(1));
      }
    }
    return rightsOf(grants.stream().filter(grant -> !grant.startsWith("GRANT USAGE ")).toList());
  }

  private static Set<String> rightsOf(List<String> grants) {
    Set<String> rights = new TreeSet<>();
    for (String grant : grants) {
      Matcher parts = GRANT.matcher(grant);
      assertThat(parts.matches()).as(grant).isTrue();
      for (String right : parts.group(1).split(",", -1)) {
        rights.add(right.strip() + " on " + parts.group(2));
      }
    }
    return rights;
  }

  private static List<String> databasesOfTheAccount(TestServer server) throws SQLException {
    List<String> databases = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(server.server().jdbcUrl(""), ACCOUNT, PASSWORD);
        ResultSet rows = connection.createStatement().executeQuery("SHOW DATABASES")) {
      while (rows.next()) {
        databases.add(rows.getString(1));
      }
    }
    return databases;
  }

  @Test
  void ofTwoPatternsForADatabaseTheOneThatTheServerTakesCounts() throws Exception {
    try (TestDatabase database = TestDatabase.withRights("SELECT")) {
      database.execute("CREATE TABLE t (id INT PRIMARY KEY)");
      TargetDatabase target = database.door(ZoneOffset.UTC).named("dms", "database");
      try (TargetSession session = target.open(PATIENCE)) {
        // The account has rights under the bare name: others under another name would hide them.
        for (String statement :
            Grants.of(session).missing(List.of(new Needed("DELETE", "schema.*")))) {
          database.execute(statement);
        }
      }
      try (TargetSession session = target.open(PATIENCE)) {
        assertThat(Grants.of(session).allow("SELECT", "schema.*")).isTrue();
        assertThat(session.sql("DELETE FROM t WHERE id > 0").update()).isZero();
      }
      database.execute(
          "GRANT INSERT ON `%s`.* TO '%s'@'%%'".formatted(database.inGrants(), database.account()));
      try (TargetSession session = target.open(PATIENCE)) {
        assertThat(Grants.of(session).allow("SELECT", "schema.*")).isFalse();
        assertThatThrownBy(() -> session.sql("SELECT id FROM t").query(Long.class).list())
            .hasStackTraceContaining("denied");
      }
    }
  }

  @Test
  void everyTaskShipsAScriptThatItsPageNamesAndItsTestsRunWith() throws IOException {
    String tests = sourcesOfTests();
    List<String> needed = new ArrayList<>();
    for (TaskDescription task :
        TaskCatalogue.shipped(GrantScriptsTest.class.getClassLoader()).tasks()) {
      String kind = task.kind();
      if (task.componentKinds().contains("mariadb") && !ASK_NOTHING_OF_THE_SERVER.contains(kind)) {
        needed.add(kind + ".sql");
      } else if (task.componentKinds().contains("redis")) {
        needed.add(kind + ".acl");
      }
    }
    List<String> shipped =
        Stream.concat(
                scripts(".sql").stream().map(name -> name + ".sql"),
                scripts(".acl").stream().map(name -> name + ".acl"))
            .toList();
    assertThat(shipped).containsAll(needed);
    for (String script : shipped) {
      String name = script.substring(0, script.lastIndexOf('.'));
      assertThat(tests)
          .as("a test runs with the rights of " + script)
          .containsPattern(
              "(withGrantsOf|withRightsOf|onlyGrantsOf|grant)\\(\\s*\""
                  + Pattern.quote(name)
                  + "\"");
      assertThat(Arrays.stream(page(name).split("\\s")).toList())
          .as("the page of the task links " + script)
          .anyMatch(word -> word.contains("resources/grants/" + script));
    }
  }

  /** Of {@code database.backup-physical} it is the page of {@code database.backup}. */
  private static String page(String script) throws IOException {
    Path pages = Path.of("../docs/tasks");
    Path own = pages.resolve(script + ".md");
    return Files.readString(
        Files.exists(own)
            ? own
            : pages.resolve(script.substring(0, script.lastIndexOf('-')) + ".md"));
  }

  private static String sourcesOfTests() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(GrantScriptsTest::read)
          .collect(Collectors.joining("\n"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
