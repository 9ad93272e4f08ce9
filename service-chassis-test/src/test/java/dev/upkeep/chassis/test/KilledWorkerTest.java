package dev.upkeep.chassis.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.run.Boundary;
import dev.upkeep.events.Ids;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.events.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, a real SIGKILL, and the process that comes after it. */
class KilledWorkerTest {
  private static final int KILLED = 128 + 9;

  @TempDir private Path folder;
  private final TestPlatform.Schema schema = TestPlatform.newSchema();

  @Test
  void goesOnAfterAKillWithoutWaitingForTheLeaseOnTheSameHost() throws Exception {
    Path witness = folder.resolve("witness");
    Place place = Place.of(Boundary.AFTER_EFFECT, "second");
    UUID run;
    try (WorkerProcess doomed = start(Map.of(KillAtBoundary.PROPERTY, place))) {
      run = send(witness);
      assertThat(doomed.awaitEnd(Duration.ofMinutes(2))).isEqualTo(KILLED);
    }
    assertThat(state(run)).contains("RUNNING");

    // Its lease would last for an hour: only the release of dead workers' runs can be this quick.
    try (WorkerProcess next = start(Map.of())) {
      await("the run's end; " + next.pid())
          .atMost(Duration.ofMinutes(2))
          .until(() -> state(run).filter("COMPLETED"::equals).isPresent());
    }

    assertThat(Files.readAllLines(witness)).containsExactly("first 1", "second 1", "second 2");
  }

  private WorkerProcess start(Map<String, ?> more) {
    Map<String, Object> settings = new HashMap<>(schema.settings());
    settings.put("upkeep.service", "witnessed-service");
    settings.put("upkeep.kafka.bootstrap-servers", TestPlatform.kafka().bootstrapServers());
    settings.put("upkeep.run.lease", "1h");
    settings.putAll(more);
    return WorkerProcess.start(WitnessedWorker.class, settings);
  }

  private static UUID send(Path witness) {
    UUID runbookRun = UUID.randomUUID();
    TaskRunRef ref =
        new TaskRunRef(
            Ids.taskRun(runbookRun, "it"),
            runbookRun,
            "a-system",
            "a-test",
            "it",
            WitnessedWorker.KIND,
            "a-file",
            false);
    Instant now = Instant.now();
    MaintenanceDue due =
        new MaintenanceDue(
            ref,
            Map.of("witness", witness.toString()),
            WitnessedWorker.HASH,
            now,
            now.plusSeconds(600),
            600,
            "person:test");
    TestEvents.send(Topic.DUE_DATABASE, due);
    return ref.taskRunId();
  }

  private Optional<String> state(UUID run) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(schema.url(), schema.user(), schema.password());
        PreparedStatement select =
            connection.prepareStatement("SELECT state FROM task_run WHERE run_id = ?")) {
      select.setString(1, run.toString());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }
}
