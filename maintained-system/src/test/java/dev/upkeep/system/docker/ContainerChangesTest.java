package dev.upkeep.system.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.upkeep.chassis.test.TestDocker;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the machine's own engine. */
class ContainerChangesTest {

  private static final String SUBNET = "10.213.9.";
  private static final Duration GRACE = Duration.ofSeconds(1);

  @TempDir private Path folder;
  private TestDocker docker;
  private ContainerChanges engine;

  @BeforeEach
  void start() throws Exception {
    docker = TestDocker.here(SUBNET + "0/24");
    engine = ContainerChanges.at(DockerEngine.USUAL);
  }

  @AfterEach
  void end() throws Exception {
    if (docker != null) {
      engine.close();
      docker.close();
    }
  }

  /** A release: an image with a version in its environment and a command of its own. */
  private ImageDigest release(String version, String command) throws Exception {
    Path context = Files.createDirectories(folder.resolve(version));
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM %s
        ENV RELEASE=%s KEPT=image
        LABEL org.example.release=%s
        STOPSIGNAL SIGKILL
        CMD ["/bin/sh", "-c", "%s"]
        """
            .formatted(TestDocker.DEBIAN, version, version, command));
    return ImageDigest.parse(docker.build(context)).orElseThrow();
  }

  private ContainerDefinition definition(String name) throws Exception {
    return engine.definition(name).orElseThrow();
  }

  private String inspected(String container, String what) throws Exception {
    return docker.docker("inspect", "--format", "{{json " + what + "}}", container);
  }

  @Test
  void aSuccessorKeepsWhatPeopleChoseAndLeavesTheRestToTheNewImage() throws Exception {
    ImageDigest first = release("1", "echo one; exec sleep 1000");
    ImageDigest second = release("2", "echo two; exec sleep 1000");
    String old =
        docker.start(
            first.digest(),
            "old",
            "--ip=" + SUBNET + "11",
            "--env=DB_PASSWORD=it is secret",
            "--env=COLOUR=blue",
            "--volume=" + folder + ":/srv/data:ro",
            "--network-alias=backend",
            "--memory=64m",
            "--cpus=0.5",
            "--restart=unless-stopped",
            "--health-cmd=true",
            "--health-interval=1s",
            "--label=com.docker.compose.project=" + docker.network(),
            "--label=com.docker.compose.service=backend",
            "--label=com.docker.compose.container-number=1");
    String next = docker.willHave("next");
    String further = docker.network() + "-further";
    docker.docker("network", "create", further);
    try {
      docker.docker("network", "connect", "--alias=inner", further, old);

      engine.create(
          next,
          definition(old),
          second,
          Map.of(docker.network(), SUBNET + "12"),
          Map.of("COLOUR", "green"),
          Map.of("dev.upkeep.run", "r1"));

      assertThat(definition(next).state().isRunning()).isFalse();
      engine.start(next);
      engine.start(next);
      Awaitility.await()
          .until(
              () ->
                  definition(next)
                      .state()
                      .health()
                      .equals(java.util.Optional.of(ContainerState.Health.HEALTHY)));
      ContainerDefinition made = definition(next);
      assertThat(made.imageId()).isEqualTo(second.digest());
      assertThat(made.environment())
          .contains("RELEASE=2", "KEPT=image", "DB_PASSWORD=it is secret", "COLOUR=green")
          .doesNotContain("COLOUR=blue");
      assertThat(made.toString()).doesNotContain("secret");
      assertThat(made.addresses()).containsEntry(docker.network(), SUBNET + "12");
      assertThat(made.addresses().get(further)).isNotBlank();
      assertThat(made.mounts())
          .containsExactly(new ContainerDefinition.Mount(folder.toString(), "/srv/data", false));
      assertThat(made.restartPolicy()).isEqualTo("unless-stopped");
      assertThat(made.label("dev.upkeep.run")).contains("r1");
      assertThat(made.label("org.example.release")).contains("2");
      assertThat(made.label("com.docker.compose.container-number")).contains("2");
      for (String same :
          List.of(
              ".HostConfig.Memory",
              ".HostConfig.NanoCpus",
              ".HostConfig.Privileged",
              ".HostConfig.CapAdd",
              ".Config.Healthcheck",
              ".Config.StopSignal")) {
        assertThat(inspected(next, same)).as(same).isEqualTo(inspected(old, same));
      }
      assertThat(inspected(next, ".NetworkSettings.Networks")).contains("backend", "inner");
      assertThat(engine.logSince(next, Instant.EPOCH, 10)).isEqualTo("two\n");
      assertThat(inspected(next, ".Config.Hostname"))
          .isNotEqualTo(inspected(old, ".Config.Hostname"));
    } finally {
      docker.docker("rm", "--force", old, next);
      docker.docker("network", "rm", further);
    }
  }

  @Test
  void aContainerThatFailsTellsHowItEndedAndHowOftenItWasStartedAgain() throws Exception {
    String old =
        docker.start(release("1", "sleep 1000").digest(), "old", "--restart=always", "--init");
    String next = docker.willHave("next");
    engine.create(next, definition(old), release("bad", "exit 3"), Map.of(), Map.of(), Map.of());
    engine.start(next);

    Awaitility.await().until(() -> definition(next).state().restarts() >= 2);
    engine.restartPolicy(next, "no");
    engine.stop(next, GRACE);
    assertThat(definition(next).state().isRunning()).isFalse();
    assertThat(definition(next).state().words()).contains("exit code 3", "started again");
    assertThat(definition(next).restartPolicy()).isEqualTo("no");

    engine.stop(next, GRACE);
    engine.remove(next);
    engine.remove(next);
    assertThat(engine.definition(next)).isEmpty();
    assertThatExceptionOfType(EngineProblem.class)
        .isThrownBy(() -> engine.start(next))
        .satisfies(problem -> assertThat(problem.why()).contains("no container " + next));
    assertThatExceptionOfType(EngineProblem.class)
        .isThrownBy(() -> engine.remove(old))
        .satisfies(problem -> assertThat(problem.why()).contains("refuses (409)"));
  }

  @Test
  void commandsInAContainerTellTheirEndAndWhatTheySaid() throws Exception {
    String container = docker.start(TestDocker.DEBIAN, "any", "--init", "--", "sleep", "1000");

    assertThat(engine.run(container, List.of("sh", "-c", "echo out; echo err >&2; exit 4")))
        .satisfies(
            end -> {
              assertThat(end.code()).isEqualTo(4);
              assertThat(end.output()).contains("out\n", "err\n");
            });
    assertThat(engine.run(container, List.of("no-such-program")).code()).isEqualTo(126);
  }

  @Test
  void imagesAreNamedByTheirDigest() throws Exception {
    ImageDigest image = release("1", "true");

    assertThat(engine.imageId(image.toString())).contains(image.digest());
    assertThat(engine.digestOf(TestDocker.DEBIAN).orElseThrow()).startsWith("sha256:");
    assertThat(ImageDigest.parse("registry:5000/dms/backend@" + image.digest()))
        .hasValueSatisfying(
            named -> assertThat(named.repository()).contains("registry:5000/dms/backend"));
    assertThat(ImageDigest.parse("dms/backend:latest")).isEmpty();
    assertThat(ImageDigest.parse("dms/backend")).isEmpty();
    ImageDigest missing = ImageDigest.parse("sha256:" + "0".repeat(64)).orElseThrow();
    assertThat(engine.imageId(missing.toString())).isEmpty();
    assertThatExceptionOfType(EngineProblem.class).isThrownBy(() -> engine.pull(missing));
    ImageDigest unreachable =
        ImageDigest.parse("127.0.0.1:1/dms@" + missing.digest()).orElseThrow();
    assertThatExceptionOfType(EngineProblem.class)
        .isThrownBy(() -> engine.pull(unreachable))
        .satisfies(problem -> assertThat(problem.why()).contains("connection refused"));
  }

  @Test
  void anEngineThatDoesNotAnswerIsNamed() {
    try (ContainerChanges nowhere = ContainerChanges.at(URI.create("unix:///nowhere.sock"))) {
      assertThatExceptionOfType(EngineProblem.class)
          .isThrownBy(() -> nowhere.definition("any"))
          .satisfies(
              problem ->
                  assertThat(problem.why())
                      .contains("No Docker engine answers at unix:///nowhere.sock"));
    }
  }
}
