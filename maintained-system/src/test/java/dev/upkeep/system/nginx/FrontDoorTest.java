package dev.upkeep.system.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.test.TestDocker;
import dev.upkeep.system.Colour;
import dev.upkeep.system.NginxComponent;
import dev.upkeep.system.NginxComponent.Listener;
import dev.upkeep.system.NginxComponent.Service;
import dev.upkeep.system.NginxComponent.Side;
import dev.upkeep.system.docker.ContainerChanges;
import dev.upkeep.system.docker.ContainerDefinition;
import dev.upkeep.system.docker.DockerEngine;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real NGINX in a container. */
class FrontDoorTest {

  private static final String ADDRESS = "10.213.10.10";
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @TempDir private Path folder;
  private TestDocker docker;
  private String container;
  private NginxComponent nginx;
  private SwitchFolder flags;

  @BeforeEach
  void start() throws Exception {
    docker = TestDocker.here("10.213.10.0/24");
    // NGINX looks as a user of its own.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path flagged = Files.createDirectory(folder.resolve("switch"));
    String image = docker.build(Path.of("src/test/resources/nginx"));
    container =
        docker.start(image, "nginx", "--ip=" + ADDRESS, "--volume=" + flagged + ":/run/upkeep:ro");
    Path certificate = folder.resolve("ca.pem");
    docker.docker("cp", container + ":/etc/nginx/certificate.pem", certificate.toString());
    nginx = nginx(flagged, Optional.of("dms.test"), certificate);
    flags = new SwitchFolder(flagged);
  }

  private NginxComponent nginx(Path flagged, Optional<String> host, Path certificate) {
    return new NginxComponent(
        "front-door",
        container,
        List.of(
            new Listener(URI.create("http://" + ADDRESS), Optional.empty(), Optional.empty()),
            new Listener(
                URI.create("https://" + ADDRESS + ":443"), host, Optional.of(certificate))),
        flagged,
        "/run/upkeep",
        Map.of("backend", backend("127.0.0.12")));
  }

  private static Service backend(String green) {
    return new Service(
        "backend",
        new Side("blue", "127.0.0.11", Map.of()),
        new Side("green", green, Map.of()),
        "any",
        3000,
        "/",
        "/health",
        List.of(),
        Optional.empty());
  }

  @AfterEach
  void end() throws Exception {
    if (docker != null) {
      docker.close();
    }
  }

  private static List<Optional<Colour>> colours(FrontDoor door) {
    return door.answers("/").stream().map(Answer::colour).toList();
  }

  @Test
  void aFlagSwitchesEveryListenerAtOnceWithoutAReload() throws Exception {
    FrontDoor door = new FrontDoor(nginx, LIMIT);
    Optional<Colour> blue = Optional.of(Colour.BLUE);
    Optional<Colour> green = Optional.of(Colour.GREEN);
    Awaitility.await().until(() -> colours(door).equals(List.of(blue, blue)));
    Instant before = Instant.now();

    assertThat(flags.problem()).isEmpty();
    for (int i = 0; i < 20; i++) {
      flags.live("backend", Colour.GREEN);
      flags.live("backend", Colour.GREEN);
      assertThat(flags.live("backend")).isEqualTo(Colour.GREEN);
      assertThat(colours(door)).containsExactly(green, green);
      flags.live("backend", Colour.BLUE);
      flags.live("backend", Colour.BLUE);
      assertThat(flags.live("backend")).isEqualTo(Colour.BLUE);
      assertThat(colours(door)).containsExactly(blue, blue);
    }

    assertThat(door.answers("/")).allMatch(Answer::isGood);
    assertThat(door.answers("/moved")).noneMatch(Answer::isGood);
    try (ContainerChanges engine = ContainerChanges.at(DockerEngine.USUAL)) {
      // What the NGINX says of it: as many requests, and none failed.
      assertThat(AccessLog.of(engine.logSince(container, before, 1000)))
          .satisfies(
              log -> {
                assertThat(log.requests()).isGreaterThanOrEqualTo(80);
                assertThat(log.failed()).isZero();
              });
    }
  }

  @Test
  void aCertificateForAnotherNameAndAClosedPortAreNoAnswers() throws Exception {
    FrontDoor wrong =
        new FrontDoor(
            nginx(nginx.switchFolder(), Optional.of("other.test"), folder.resolve("ca.pem")),
            LIMIT);
    Awaitility.await().until(() -> wrong.first("/").isGood());
    assertThat(wrong.answers("/").getLast().words()).contains("other.test");
    // Nobody listens at this machine's own port of that number.
    assertThat(wrong.direct(backend("127.0.0.1"), new Side("x", "127.0.0.1", Map.of()), "/"))
        .isInstanceOf(Answer.Nothing.class);
  }

  @Test
  void theConfigurationInEffectTellsWhetherItIsReady() throws Exception {
    try (ContainerChanges engine = ContainerChanges.at(DockerEngine.USUAL)) {
      String effective = engine.run(container, List.of("nginx", "-T")).output();
      ContainerDefinition itself = engine.definition(container).orElseThrow();

      assertThat(SwitchReadiness.of(nginx, backend("127.0.0.12"), effective, itself).missing())
          .isEmpty();
      assertThat(SwitchReadiness.of(nginx, backend("127.0.0.1"), effective, itself).missing())
          .containsExactly("green's address 127.0.0.1:3000 is nowhere in it");
      NginxComponent elsewhere =
          nginx(folder.resolve("other"), Optional.empty(), folder.resolve("ca.pem"));
      assertThat(SwitchReadiness.of(elsewhere, backend("127.0.0.12"), effective, itself).missing())
          .singleElement()
          .asString()
          .contains("does not see the folder " + folder.resolve("other"));
      // NGINX's own connections to its own addresses are such as are counted.
      assertThat(engine.run(container, OpenConnections.COMMAND).code()).isZero();
    }
  }
}
