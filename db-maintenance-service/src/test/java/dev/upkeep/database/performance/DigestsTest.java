package dev.upkeep.database.performance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.ServiceSchema;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.Tuning;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.secret.Secrets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a server of its own, which measures itself and keeps no slow log. */
class DigestsTest {

  @Test
  void tellsOfClassesFromTheDigestsWhereThereIsNoSlowLog(@TempDir Path folder) throws Exception {
    try (EmbeddedMariaDb server =
            EmbeddedMariaDb.start(
                folder.resolve("server"),
                MariaDbInstallation.bundled(ServerCache.ofUser()),
                MariaDbSettings.small().withPerformanceSchema());
        ServiceSchema service = new ServiceSchema()) {
      server.createSchema("app", "upkeep", "secret-of-app", "SELECT");
      try (Connection connection = server.connectAsRoot();
          Statement statement = connection.createStatement()) {
        statement.execute("GRANT SELECT ON performance_schema.* TO 'upkeep'@'127.0.0.1'");
        statement.execute("USE app");
        statement.execute("CREATE TABLE letters (id INT PRIMARY KEY, who VARCHAR(50))");
        statement.execute("SELECT * FROM letters WHERE who = 'สมชาย' LIMIT 5");
        statement.execute("SELECT * FROM letters WHERE who = 'Anna' LIMIT 5");
      }
      RunByHand run =
          new RunByHand(
              new PerformanceReviewTask(
                  door(server),
                  new Sandboxes(folder.resolve("sandboxes"), Optional.empty()),
                  service.jdbc()),
              new PerformanceReviewParameters(40, "7d", null, true),
              Clock.systemUTC());

      run.complete();

      Map<String, Object> read = run.evidence("read-slow-queries").values();
      assertThat(read).containsEntry("source", "digests");
      assertThat(read.get("worst").toString())
          .contains("calls=2")
          .contains("select * from `letters` where `who` = ? limit ?")
          .contains("news=new")
          .doesNotContain("สมชาย");
      assertThat(run.evidence("review-indexes").values().get("unused-indexes"))
          .isEqualTo("not known: the server is up for 0 days, and a month is needed");
    }
  }

  private static TargetDatabases door(EmbeddedMariaDb server) {
    var component =
        new MariaDbComponent(
            "database",
            server.jdbcUrl("app"),
            "upkeep",
            new SecretReference.InEnvironment("DB_PASSWORD"),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Tuning.none());
    var system =
        new MaintainedSystem(
            "dms", "Documents", Map.of("database", component), List.of(), List.of(), "hash");
    return new TargetDatabases(
        name -> Optional.of(system),
        new Secrets(Map.of("DB_PASSWORD", "secret-of-app")),
        Duration.ofDays(400));
  }
}
