package dev.upkeep.deploy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.test.TaskResult;
import dev.upkeep.chassis.test.TaskTester;
import dev.upkeep.chassis.test.TestDocker;
import dev.upkeep.chassis.time.Pauses;
import dev.upkeep.deploy.testkit.EvidenceNames;
import dev.upkeep.deploy.testkit.Pages;
import dev.upkeep.deploy.testkit.TestSystem;
import dev.upkeep.events.FindingRaised;
import dev.upkeep.events.FindingResolved;
import dev.upkeep.events.MaintenanceFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health of real containers. */
class HealthOfContainersTest {

  /** A web server of few words that answers {@code 200 well}, one request after the other. */
  private static final String SERVER =
      """
      use IO::Socket::INET;
      my $s = IO::Socket::INET->new(LocalPort => 8080, Listen => 9, ReuseAddr => 1) or die;
      while (my $c = $s->accept) {
        while (<$c>) { last if /^\\r?$/ }
        print $c "HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\nConnection: close\\r\\n\\r\\nwell";
        close $c;
      }
      """;

  private static final Map<String, Object> SHORT = Map.of("watch", "1s");

  @TempDir private Path folder;

  @Test
  void aContainerThatAnswersAtItsOwnAddressIsWell() throws Exception {
    try (TestDocker docker = TestDocker.here()) {
      String name = docker.start(TestDocker.DEBIAN, "backend", "--", "perl", "-e", SERVER);

      TaskResult result =
          check(name, "url: \"http://container:8080/\", body: well, pass: 3 of 3, every: 100ms");

      assertThat(EvidenceNames.listed(result).evidence().values())
          .containsEntry("good-answers", "3 of 3")
          .hasEntrySatisfying(
              "containers",
              rows ->
                  assertThat(rows.toString())
                      .contains(name)
                      .contains("state=running")
                      .contains("restarts=0"));
    }
  }

  @Test
  void aContainerIsFoundByWhatComposeCallsIt() throws Exception {
    try (TestDocker docker = TestDocker.here()) {
      docker.start(
          TestDocker.DEBIAN,
          "any",
          "--label",
          "com.docker.compose.project=" + docker.network(),
          "--label",
          "com.docker.compose.service=backend",
          "--",
          "sleep",
          "infinity");
      TestSystem system =
          system("compose: {project: %s, service: backend}".formatted(docker.network()));

      try (TaskTester tester = tester(system)) {
        assertThat(tester.run(SHORT).evidence().values().get("containers").toString())
            .contains(docker.network() + "_any");
      }
    }
  }

  @Test
  void aRedirectIsNoSuccess() throws Exception {
    try (TestDocker docker = TestDocker.here();
        Pages pages = new Pages()) {
      pages.at(
          "/health",
          exchange -> {
            exchange.getResponseHeaders().add("Location", "/login?token=hunter2");
            Pages.say(exchange, 302, "");
          });

      MaintenanceFailed failed =
          checked(sleeping(docker), pages.url("/health"), "within: 500ms").failed();

      assertThat(failed.reason())
          .contains("dms/backend is not well")
          .contains("answers 302 (a redirect to /login, which is no success), 200 is expected")
          .doesNotContain("hunter2");
    }
  }

  @Test
  void anAnswerThatDripsEndsAtItsLimit() throws Exception {
    try (TestDocker docker = TestDocker.here();
        Pages pages = new Pages()) {
      pages.at(
          "/health",
          exchange -> {
            exchange.sendResponseHeaders(200, 1_000_000);
            while (new Pauses().pause(Duration.ofMillis(50))) {
              exchange.getResponseBody().write('.');
              exchange.getResponseBody().flush();
            }
          });

      TaskResult result =
          checked(sleeping(docker), pages.url("/health"), "limit: 300ms, within: 500ms");

      assertThat(result.failed().reason()).contains("has not answered whole within 300ms");
      assertThat(kinds(result)).containsExactly("health.no-answer");
    }
  }

  @Test
  void whatFlapsIsNotWell() throws Exception {
    try (TestDocker docker = TestDocker.here();
        Pages pages = new Pages().inTurn("/health", 200, 500)) {
      TaskResult result =
          checked(sleeping(docker), pages.url("/health"), "pass: 4 of 5, every: 20ms, within: 1s");

      assertThat(result.failed().reason())
          .contains("answers 500, 200 is expected")
          .contains("of the latest 5 answers were good within 1s, 4 of 5 are needed");
      assertThat(kinds(result)).containsExactly("health.wrong-answer");
    }
  }

  @Test
  void aSlowAnswerIsAFindingOfItsOwn() throws Exception {
    try (TestDocker docker = TestDocker.here();
        Pages pages = new Pages()) {
      pages.at(
          "/health",
          exchange -> {
            new Pauses().pause(Duration.ofMillis(120));
            Pages.say(exchange, 200, "well");
          });

      TaskResult result =
          checked(sleeping(docker), pages.url("/health"), "max-latency: 50ms, within: 600ms");

      assertThat(result.failed().reason()).contains("50ms are allowed");
      assertThat(kinds(result)).containsExactly("health.slow");
    }
  }

  @Test
  void aContainerInARestartLoopIsNotWellThoughItRunsAtTimes() throws Exception {
    try (TestDocker docker = TestDocker.here()) {
      String name =
          docker.start(
              TestDocker.DEBIAN, "looping", "--restart", "always", "--", "sh", "-c", "sleep 0.3");

      TaskResult result;
      try (TaskTester tester = tester(system("container: " + name))) {
        result = tester.run(Map.of("watch", "3s"));
      }

      assertThat(result.failed().reason()).contains(name).contains("was started again");
      assertThat(kinds(result)).containsExactly("health.restarts");
    }
  }

  @Test
  void aContainerThatEndedIsAFindingUntilItRunsAgain() throws Exception {
    try (TestDocker docker = TestDocker.here()) {
      String name = docker.start(TestDocker.DEBIAN, "ended", "--", "sh", "-c", "sleep 1; exit 7");
      Awaitility.await().until(() -> state(docker, name, "{{.State.Status}}").equals("exited"));

      try (TaskTester tester = tester(system("container: " + name))) {
        TaskResult ended = tester.run(SHORT);
        assertThat(ended.failed().reason()).contains(name).contains("exit code 7");
        assertThat(ended.failed().remedy()).contains("docker logs");
        assertThat(kinds(ended)).containsExactly("health.container");

        docker.docker("rm", name);
        docker.start(TestDocker.DEBIAN, "ended", "--", "sleep", "infinity");
        TaskResult again = tester.run(SHORT);
        assertThat(again.completed().report().evidence().values()).containsKey("containers");
        assertThat(again.events()).anyMatch(FindingResolved.class::isInstance);
      }
    }
  }

  @Test
  void whatItsOwnHealthCheckSaysCounts() throws Exception {
    try (TestDocker docker = TestDocker.here()) {
      String name =
          docker.start(
              TestDocker.DEBIAN,
              "sick",
              "--health-cmd",
              "false",
              "--health-interval",
              "200ms",
              "--health-retries",
              "1",
              "--",
              "sleep",
              "infinity");
      Awaitility.await()
          .until(() -> state(docker, name, "{{.State.Health.Status}}").equals("unhealthy"));

      try (TaskTester tester = tester(system("container: " + name))) {
        TaskResult result = tester.run(SHORT);
        assertThat(result.failed().reason()).contains("unhealthy");
        assertThat(kinds(result)).containsExactly("health.unhealthy");
      }
    }
  }

  @Test
  void aContainerThatIsNotThereIsNamed() throws Exception {
    try (TestDocker docker = TestDocker.here()) {
      TaskResult result =
          check(docker.network() + "_nobody", "url: \"http://container:8080/\", within: 3s");

      assertThat(result.failed().reason())
          .contains("There is no such container: the container " + docker.network());
    }
  }

  @Test
  void withoutAnEngineNobodyKnowsWhetherItIsWell() throws Exception {
    TestSystem system =
        TestSystem.in(
            folder,
            """
            docker: "unix://%s/no.sock"
            components:
              backend: {kind: container, container: backend}
            """
                .formatted(folder),
            Map.of());

    try (TaskTester tester = tester(system)) {
      TaskResult result = tester.run(SHORT);
      assertThat(result.failed().reason()).contains("No Docker engine answers at unix://" + folder);
      assertThat(kinds(result)).isEmpty();
    }
  }

  private static String sleeping(TestDocker docker) throws IOException {
    return docker.start(TestDocker.DEBIAN, "backend", "--", "sleep", "infinity");
  }

  private static String state(TestDocker docker, String name, String format) throws IOException {
    return docker.docker("inspect", "--format", format, name);
  }

  private static List<String> kinds(TaskResult result) {
    return result.events().stream()
        .filter(FindingRaised.class::isInstance)
        .map(raised -> ((FindingRaised) raised).finding().kind())
        .toList();
  }

  private TaskResult checked(String container, String url, String rule) throws IOException {
    String usual = rule.contains("pass:") ? "" : "pass: 2 of 2, every: 50ms, ";
    return check(container, "url: \"%s\", %s%s".formatted(url, usual, rule));
  }

  private TaskResult check(String container, String rule) throws IOException {
    try (TaskTester tester =
        tester(system("container: %s, health: {%s}".formatted(container, rule)))) {
      return tester.run(SHORT);
    }
  }

  private TestSystem system(String keys) throws IOException {
    return TestSystem.in(
        folder, "components:\n  backend: {kind: container, %s}\n".formatted(keys), Map.of());
  }

  private static TaskTester tester(TestSystem system) {
    return TaskTester.of(
        new HealthCheckTask(system.systems(), system.databases(), system.caches()),
        options -> options.system(TestSystem.NAME).component("backend"));
  }
}
