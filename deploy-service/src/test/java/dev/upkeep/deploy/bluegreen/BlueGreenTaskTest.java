package dev.upkeep.deploy.bluegreen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.run.Boundary;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.chassis.test.TaskResult;
import dev.upkeep.chassis.test.TaskTester;
import dev.upkeep.deploy.release.Releases;
import dev.upkeep.deploy.testkit.EvidenceNames;
import dev.upkeep.deploy.testkit.OwnTables;
import dev.upkeep.deploy.testkit.TestSystem;
import dev.upkeep.deploy.testkit.TwoColours;
import dev.upkeep.deploy.testkit.Visitors;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.system.Colour;
import dev.upkeep.system.SystemsFolder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On a real engine, behind a real NGINX, with people who go on using the service. */
class BlueGreenTaskTest {

  private static final int VISITORS = 16;

  @TempDir private Path folder;
  private TwoColours colours;
  private OwnTables tables;
  private Releases releases;

  @BeforeEach
  void start() throws Exception {
    colours = TwoColours.in(folder);
    tables = new OwnTables();
    releases = new Releases(tables.jdbc());
  }

  @AfterEach
  void end() throws Exception {
    if (colours != null) {
      colours.close();
      tables.close();
    }
  }

  private TaskTester tester(Task task) {
    return TaskTester.of(task, options -> options.system(TestSystem.NAME).component("front"));
  }

  private TaskTester deployer(String... changes) throws Exception {
    return tester(new BlueGreenTask(systems(changes), releases));
  }

  private TaskTester rollback() throws Exception {
    return tester(new RollbackTask(systems(), releases));
  }

  private SystemsFolder systems(String... changes) throws Exception {
    return colours.system(changes).systems();
  }

  private static Map<String, Object> quickly(Object... more) {
    Map<String, Object> parameters =
        new HashMap<>(
            Map.of(
                "service",
                "backend",
                "healthy-within",
                "8s",
                "drain",
                "10s",
                "bake",
                "3s",
                "pass",
                "3 of 4"));
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i].toString(), more[i + 1]);
    }
    return parameters;
  }

  private void assertOnlyBlueIsThere() throws Exception {
    assertThat(colours.flags().live("backend")).isEqualTo(Colour.BLUE);
    assertThat(TwoColours.ask("/")).isEqualTo("1");
    assertThat(colours.isRunning(Colour.BLUE)).isTrue();
    assertThat(colours.isRunning(Colour.GREEN)).isFalse();
    assertThat(colours.hasJobs(Colour.BLUE)).isTrue();
  }

  @Test
  void aReleaseAndTheWayBackToTheOneBeforeLoseNoRequestNoWebsocketAndNoJob() throws Exception {
    String second = colours.release("2", "good");
    try (Visitors visitors = Visitors.of(TwoColours.FRONT, VISITORS);
        Socket websocket = new Socket(TwoColours.FRONT, 80);
        TaskTester deployer = deployer()) {
      websocket
          .getOutputStream()
          .write(
              "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n"
                  .getBytes(StandardCharsets.UTF_8));
      var said =
          new BufferedReader(
              new InputStreamReader(websocket.getInputStream(), StandardCharsets.UTF_8));
      CompletableFuture<String> slow =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return TwoColours.ask("/slow");
                } catch (java.io.IOException e) {
                  return e.toString();
                }
              });

      TaskResult result =
          EvidenceNames.listed(deployer.run(quickly("image", second, "drain", "9s")));

      assertThat(result.evidence().values())
          .containsEntry("live", "green")
          .containsEntry("old", "warm")
          .containsEntry("image", second)
          .containsEntry("way-back", colours.first())
          .containsEntry("probes-failed", 0)
          // The websocket is open still: what is warm goes on with it.
          .containsEntry("connections-left", 1L)
          .containsKeys("switch-ms", "release", "previous", "requests");
      assertThat(TwoColours.ask("/")).isEqualTo("2");
      assertThat(slow.get()).isEqualTo("1");
      assertThat(colours.hasJobs(Colour.GREEN)).isTrue();
      assertThat(colours.hasJobs(Colour.BLUE)).isFalse();
      websocket.getOutputStream().write("still here\n".getBytes(StandardCharsets.UTF_8));
      assertThat(said.lines().anyMatch("still here"::equals)).isTrue();
      websocket.shutdownOutput();

      try (TaskTester rollback = rollback()) {
        TaskResult back = EvidenceNames.listed(rollback.run(quickly()));
        assertThat(back.evidence().values())
            .containsEntry("live", "blue")
            .containsEntry("image", colours.first())
            .containsEntry("connections-left", 0L);
        assertThat(TwoColours.ask("/")).isEqualTo("1");
        assertThat(colours.hasJobs(Colour.BLUE)).isTrue();
        assertThat(colours.hasJobs(Colour.GREEN)).isFalse();
      }
      assertThat(visitors.leave()).isGreaterThan(1000);
      assertThat(visitors.failures()).isEmpty();
    }
  }

  @Test
  void aRollbackMakesAReleaseAnewThatIsNotWarmAnyMore() throws Exception {
    try (TaskTester deployer = deployer();
        TaskTester rollback = rollback()) {
      deployer.run(quickly("image", colours.release("2", "good"), "keep-warm", false)).completed();
      assertThat(colours.isRunning(Colour.BLUE)).isFalse();
      colours.docker().docker("rm", colours.docker().network() + "_backend");

      assertThat(rollback.run(quickly()).evidence().values())
          .containsEntry("image", colours.first());
      assertThat(TwoColours.ask("/")).isEqualTo("1");

      assertThat(rollback.run(quickly("release", "0123456789")).failed().reason())
          .contains("no release '0123456789' of backend");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "crash-at-start, does not become healthy",
    "never-healthy, was not healthy within 8s",
    "wrong-port, was not healthy within 8s",
    "healthy-then-crash, is not fit to stay",
    "errors, is not fit to stay",
    "slow, is not fit to stay: answers take 9"
  })
  void aBadReleaseIsStoppedAndPeopleStayWithTheOneBefore(String mode, String why) throws Exception {
    String bad = colours.release("bad", mode);
    try (Visitors visitors = Visitors.of(TwoColours.FRONT, VISITORS);
        TaskTester deployer = deployer("warm-up: /\n", "warm-up: /health\n")) {
      MaintenanceFailed failed =
          deployer.run(quickly("image", bad, "bake", "12s", "most-failures", "5%")).failed();

      assertThat(failed.reason()).contains(why);
      assertThat(failed.report().notUndone()).isSubsetOf(HARMLESS);
      assertOnlyBlueIsThere();
      long answered = visitors.leave();
      assertThat(answered).isGreaterThan(500);
      switch (mode) {
        // Those that the release itself failed, until it was seen.
        case "errors" ->
            assertThat(visitors.failures()).allMatch("HTTP/1.1 500 Internal Server Error"::equals);
        // What was in flight when it ended, which nobody may send again.
        case "healthy-then-crash" -> assertThat(visitors.failures()).hasSizeLessThan(VISITORS);
        default -> assertThat(visitors.failures()).isEmpty();
      }
    }
  }

  /** Steps with nothing to take back. */
  private static final String[] HARMLESS = {
    "fetch-image", "await-health", "quiet-new-jobs", "warm-up", "prove-switch", "drain-old", "bake"
  };

  @Test
  void whatCannotBeDoneWithoutHarmIsRefusedBeforeAnythingChanges() throws Exception {
    colours.docker().docker("tag", colours.release("2", "good"), "upkeep-test/tagged:latest");
    try (TaskTester deployer = deployer()) {
      assertThat(deployer.run(quickly("image", "upkeep-test/tagged:latest")).failed())
          .satisfies(
              failed -> {
                assertThat(failed.reason()).contains("may be another image tomorrow");
                assertThat(failed.remedy()).contains(colours.release("2", "good"));
              });
      assertThat(deployer.run(quickly("image", colours.first())).skipped().reason())
          .contains("is live already, as blue");
      assertThat(deployer.run(quickly("image", "sha256:" + "0".repeat(64))).failed().reason())
          .contains("has no image sha256:0000");
      assertThat(deployer.dryRun(quickly("image", colours.release("2", "good"))).completed())
          .isNotNull();
    } finally {
      colours.docker().docker("rmi", "upkeep-test/tagged:latest");
    }
    try (TaskTester deployer = deployer("address: 10.213.11.12", "address: 10.213.11.13")) {
      assertThat(deployer.run(quickly("image", colours.release("2", "good"))).failed())
          .satisfies(
              failed -> {
                assertThat(failed.reason())
                    .contains("10.213.11.13:3000 is nowhere in it")
                    .contains("nothing would answer for up to 3 s");
                assertThat(failed.remedy()).contains("if (-f /run/upkeep/backend.green)");
              });
    }
    assertOnlyBlueIsThere();
    assertThat(colours.docker().docker("ps", "--all", "--format", "{{.Names}}"))
        .doesNotContain(colours.docker().network() + "_backend-green");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"make-colour", "start-colour", "switch-traffic", "move-jobs", "record-release"})
  void aWorkerThatDiesLeavesOneColourToPeople(String step) throws Exception {
    String second = colours.release("2", "good");
    try (Visitors visitors = Visitors.of(TwoColours.FRONT, VISITORS);
        TaskTester deployer = deployer()) {
      deployer.crashAt(Boundary.AFTER_EFFECT, step);

      deployer.run(quickly("image", second, "bake", "1s")).completed();

      assertThat(TwoColours.ask("/")).isEqualTo("2");
      assertThat(colours.hasJobs(Colour.GREEN)).isTrue();
      assertThat(colours.hasJobs(Colour.BLUE)).isFalse();
      visitors.leave();
      assertThat(visitors.failures()).isEmpty();
    }
  }
}
