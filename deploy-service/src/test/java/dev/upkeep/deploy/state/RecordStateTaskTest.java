package dev.upkeep.deploy.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.test.TaskResult;
import dev.upkeep.chassis.test.TaskTester;
import dev.upkeep.chassis.test.TestDocker;
import dev.upkeep.chassis.test.TestPlatform;
import dev.upkeep.deploy.testkit.EvidenceNames;
import dev.upkeep.deploy.testkit.TestSystem;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.redis.EmbeddedRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A system of a real database, a real cache, a real container and real files. */
class RecordStateTaskTest {

  @TempDir private Path folder;

  @Test
  void whatDiffersIsToldAndNothingElse(@TempDir Path data) throws Exception {
    TestPlatform.Schema schema = TestPlatform.newSchema();
    Path settings = Files.writeString(folder.resolve("app.env"), "MODE=old\n");
    execute(schema, "CREATE TABLE kept (id INT PRIMARY KEY)", "CREATE TABLE grows (id INT)");
    try (TestDocker docker = TestDocker.here();
        EmbeddedRedis redis = EmbeddedRedis.start(data, ServerCache.ofUser())) {
      String container =
          docker.start(
              TestDocker.DEBIAN, "backend", "--env", "SIGN=hunter2", "--", "sleep", "infinity");
      TestSystem system = system(schema, redis, container, settings);

      try (TaskTester tester = tester(system)) {
        TaskResult before = EvidenceNames.listed(tester.run(Map.of("as", "before")));
        assertThat(before.toString()).doesNotContain("hunter2");
        assertThat(changes(tester)).isEmpty();

        execute(
            schema, "ALTER TABLE grows ADD COLUMN name VARCHAR(20)", "INSERT INTO kept VALUES (1)");
        Files.writeString(settings, "MODE=new\n");
        docker.docker("rm", "--force", container);
        docker.start(
            TestDocker.DEBIAN, "backend", "--env", "SIGN=hunter3", "--", "sleep", "infinity");

        assertThat(changes(tester).keySet())
            .containsExactlyInAnyOrder(
                "backend/%s/container".formatted(container),
                "backend/%s/environment".formatted(container),
                "database/schema",
                "database/table/grows",
                "files" + settings);
      }
    }
  }

  @Test
  void aRecordThatIsNotThereIsNamed() throws Exception {
    TestSystem system =
        TestSystem.in(
            folder, "components:\n  backend: {kind: container, container: nobody}\n", Map.of());
    try (TaskTester tester = tester(system)) {
      assertThat(tester.run(Map.of("as", "after", "compare-with", "befroe")).failed().reason())
          .isEqualTo("There is no earlier record called 'befroe' of dms.");
    }
  }

  /** What differs, without what others on this machine listen on meanwhile. */
  private static Map<String, Object> changes(TaskTester tester) {
    TaskResult result =
        EvidenceNames.listed(tester.run(Map.of("as", "after", "compare-with", "before")));
    @SuppressWarnings("unchecked")
    Map<String, Object> changes = (Map<String, Object>) result.evidence().values().get("changes");
    Map<String, Object> ours = new TreeMap<>(changes);
    ours.keySet().removeIf(name -> name.startsWith("listeners/"));
    return ours;
  }

  private TestSystem system(
      TestPlatform.Schema schema, EmbeddedRedis redis, String container, Path settings)
      throws Exception {
    return TestSystem.in(
        folder,
        """
        components:
          database: {kind: mariadb, url: "%s", user: %s, password: "${env:DMS}"}
          cache: {kind: redis, url: "redis://127.0.0.1:%d/0", password: "${env:CACHE}"}
          backend: {kind: container, container: %s}
          files:
            kind: files
            paths: %s
            backup: {repository: /var/backups/nobody, password: "${env:DMS}"}
        """
            .formatted(schema.url(), schema.user(), redis.port(), container, settings),
        Map.of("DMS", schema.password(), "CACHE", redis.password()));
  }

  private static void execute(TestPlatform.Schema schema, String... statements) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(schema.url(), schema.user(), schema.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static TaskTester tester(TestSystem system) throws Exception {
    TestPlatform.Schema own = TestPlatform.newSchema();
    String migration =
        Files.readString(Path.of("src/main/resources/db/deploy-service/V1010__state_records.sql"));
    execute(own, migration.substring(migration.indexOf("CREATE TABLE")).split(";\\s*\\n", -1)[0]);
    JdbcClient jdbc =
        JdbcClient.create(new DriverManagerDataSource(own.url(), own.user(), own.password()));
    return TaskTester.of(
        new RecordStateTask(system.systems(), system.databases(), system.caches(), jdbc),
        options -> options.system(TestSystem.NAME).component("backend"));
  }
}
