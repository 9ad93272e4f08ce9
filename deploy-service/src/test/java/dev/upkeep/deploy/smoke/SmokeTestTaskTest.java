package dev.upkeep.deploy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.run.HeldResource;
import dev.upkeep.chassis.run.Leftovers;
import dev.upkeep.chassis.test.TaskResult;
import dev.upkeep.chassis.test.TaskTester;
import dev.upkeep.chassis.test.TestPlatform;
import dev.upkeep.deploy.testkit.EvidenceNames;
import dev.upkeep.deploy.testkit.Pages;
import dev.upkeep.deploy.testkit.TestSystem;
import dev.upkeep.events.FindingRaised;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.system.SmokeTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of a real server, queries on a real database, and real commands. */
class SmokeTestTaskTest {

  @TempDir private Path folder;

  @Test
  void everySmokeTestIsTriedAndTheFailedOnesAreNamed() throws Exception {
    TestPlatform.Schema schema = TestPlatform.newSchema();
    try (Pages pages = new Pages().inTurn("/", 200).inTurn("/moved", 301)) {
      TestSystem system =
          system(
              schema,
              """
                - {name: front-page, url: "%1$s", body: well}
                - {name: moved-page, url: "%2$s"}
                - {name: one, on: database, sql: "SELECT 1 + 1", value: 2}
                - {name: none, on: database, sql: "SELECT COUNT(*) FROM information_schema.tables WHERE 1 = 0"}
                - {name: works, command: works}
                - {name: fails, command: fails}
              """
                  .formatted(pages.url("/"), pages.url("/moved")));

      try (TaskTester tester = tester(system)) {
        TaskResult result = tester.run(Map.of());
        assertThat(result.failed().reason())
            .startsWith("3 of 6 smoke tests failed. moved-page: ")
            .contains("answers 301")
            .contains("none: The query answers 0.")
            .contains("fails: fails ended with the exit code 1, expected is [0].");
        assertThat(result.events())
            .filteredOn(FindingRaised.class::isInstance)
            .extracting(event -> ((FindingRaised) event).finding().title())
            .hasSize(3);

        TaskResult some = tester.run(Map.of("only", List.of("one", "works")));
        assertThat(EvidenceNames.listed(some).evidence().values().get("smoke-tests").toString())
            .contains("one={outcome=passed")
            .contains("works={outcome=passed")
            .doesNotContain("moved-page");

        assertThat(tester.run(Map.of("only", List.of("two"))).failed().reason())
            .isEqualTo("The system dms has no smoke test 'two'.");
      }
    }
  }

  @Test
  void aDryRunRunsNoCommands() throws Exception {
    TestSystem system = system(TestPlatform.newSchema(), "  - {name: fails, command: fails}\n");

    try (TaskTester tester = tester(system)) {
      assertThat(tester.dryRun(Map.of()).completed().report().toString())
          .contains("a dry run runs no commands");
    }
  }

  @Test
  void anAnswerThatIsNoNumberIsNotRepeated() {
    var query = new SmokeTest.Query("q", "db", "SELECT 1", Optional.of("x"));
    assertThat(Trial.judged(query, "somebody's name", Duration.ZERO))
        .isEqualTo(
            new Outcome.Failed(
                "The query answers a text of 15 characters, x is expected", Duration.ZERO));
    assertThat(Trial.judged(query, null, Duration.ZERO))
        .isEqualTo(new Outcome.Failed("The query answers nothing", Duration.ZERO));
  }

  private TestSystem system(TestPlatform.Schema schema, String tests) throws Exception {
    return TestSystem.in(
        folder,
        """
        components:
          database: {kind: mariadb, url: "%s", user: %s, password: "${env:DMS}"}
        commands:
          works: {run: [/bin/true], repeatable: true}
          fails: {run: [/bin/false], repeatable: true}
        smoke-tests:
        %s"""
            .formatted(schema.url(), schema.user(), tests),
        Map.of("DMS", schema.password()));
  }

  private static TaskTester tester(TestSystem system) {
    return TaskTester.of(
        new SmokeTestTask(system.systems(), system.databases(), system.secrets()),
        options -> options.system(TestSystem.NAME).component("database").leftovers(new Nothing()));
  }

  /** The commands of these tests have ended before their steps have. */
  private static final class Nothing implements Leftovers {
    @Override
    public String kind() {
      return "command";
    }

    @Override
    public void end(TaskRunRef run, List<HeldResource> resources) {
      assertThat(resources).isEmpty();
    }
  }
}
