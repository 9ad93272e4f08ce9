package dev.upkeep.database.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.ServiceSchema;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import dev.upkeep.events.Finding;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.Tuning;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.secret.Secrets;
import java.io.RandomAccessFile;
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

/** On a server of its own, whose files are damaged while it is stopped. */
class DamagedTableTest {

  @Test
  void rebuildsNothingWhenATableIsDamaged(@TempDir Path folder) throws Exception {
    try (EmbeddedMariaDb server = start(folder)) {
      server.createSchema("app", "upkeep", "secret-of-app");
      try (Connection connection = server.connectAsRoot();
          Statement statement = connection.createStatement()) {
        statement.execute("USE app");
        statement.execute("CREATE TABLE damaged (id INT PRIMARY KEY, v VARCHAR(300), KEY (v))");
        statement.execute(
            "INSERT INTO damaged SELECT seq, CONCAT(seq, REPEAT('x', 200)) FROM seq_1_to_20000");
        statement.execute("CREATE TABLE fine (id INT PRIMARY KEY)");
      }
    }
    damage(folder.resolve("server/data/app/damaged.ibd"));

    try (EmbeddedMariaDb server = start(folder);
        var service = new ServiceSchema()) {
      RunByHand run = run(server, service);
      assertThat(run.attempt(1))
          .isInstanceOfSatisfying(
              End.Failed.class,
              failed -> {
                assertThat(failed.step()).isEqualTo("refuse-damaged");
                assertThat(failed.outcome().reason()).contains("damage in 'damaged'");
              });
      assertThat(run.sightings())
          .singleElement()
          .satisfies(
              sighting -> {
                assertThat(sighting.kind()).isEqualTo("database.corrupt-table");
                assertThat(sighting.subject()).isEqualTo("damaged");
                assertThat(sighting.severity()).isEqualTo(Finding.Severity.CRITICAL);
              });

      // What was damaged is due again at once, however short ago it was looked at.
      RunByHand again = run(server, service);
      assertThat(again.attempt(1))
          .isInstanceOfSatisfying(
              End.Failed.class, failed -> assertThat(failed.step()).isEqualTo("refuse-damaged"));
      assertThat(again.evidence("check-tables").values())
          .containsEntry("tables-checked", 1)
          .containsEntry("not-due", 1);
    }
  }

  private static RunByHand run(EmbeddedMariaDb server, ServiceSchema service) {
    return new RunByHand(
        new OptimizeTask(door(server), service.jdbc()),
        new OptimizeParameters("20%", "2s", "6d", "30m", "10s", "5m", List.of()),
        Clock.systemUTC());
  }

  private static EmbeddedMariaDb start(Path folder) {
    return EmbeddedMariaDb.start(
        folder.resolve("server"),
        MariaDbInstallation.bundled(ServerCache.ofUser()),
        MariaDbSettings.small());
  }

  /** Some bytes in the middle of some leaf pages. */
  private static void damage(Path file) throws Exception {
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      for (int page = 100; page < 120; page++) {
        bytes.seek(page * 16_384L + 5_000);
        bytes.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
      }
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
