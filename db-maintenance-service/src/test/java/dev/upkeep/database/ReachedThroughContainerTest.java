package dev.upkeep.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.upkeep.chassis.test.TestDocker;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.SystemFile;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import dev.upkeep.system.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers in containers that publish no port. */
class ReachedThroughContainerTest {

  private static final Secrets SECRETS = new Secrets(Map.of("PASSWORD", "it's \\ secret"));

  @TempDir private Path folder;
  private TestDocker docker;

  @BeforeEach
  void start() throws Exception {
    docker = TestDocker.here();
  }

  @AfterEach
  void end() throws Exception {
    if (docker != null) {
      docker.close();
    }
  }

  private String mariaDb(String role, String... options) throws Exception {
    Path password = folder.resolve("password");
    Files.writeString(password, "it's \\ secret\n");
    // The container's user is another one.
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
    String[] all =
        Stream.concat(
                Stream.of(options),
                Stream.of(
                    "--env=MARIADB_DATABASE=dms",
                    "--env=MARIADB_USER=upkeep",
                    "--env=MARIADB_PASSWORD_FILE=/run/password",
                    "--volume=" + password + ":/run/password:ro"))
            .toArray(String[]::new);
    return docker.start("lcbp3/mariadb", role, all);
  }

  private static MaintainedSystem system(String file) {
    return switch (SystemFile.read("dms.yaml", file.getBytes(StandardCharsets.UTF_8))) {
      case SystemFile.Reading.Good good -> good.system();
      case SystemFile.Reading.Bad bad -> throw new AssertionError(bad.problems().toString());
    };
  }

  private static TargetDatabases databases(String container, String... more) {
    MaintainedSystem system =
        system(
            """
            system: dms
            %s
            components:
              database:
                kind: mariadb
                url: "jdbc:mariadb://container:3306/dms"
                container: %s
                user: upkeep
                password: "${env:PASSWORD}"
            """
                .formatted(String.join("\n", more), container));
    return new TargetDatabases(name -> Optional.of(system), SECRETS, Duration.ofDays(1));
  }

  private static String host(TargetDatabases databases) throws TargetProblem {
    try (TargetSession session = databases.named("dms", "database").open(Duration.ofSeconds(5))) {
      return session.sql("SELECT @@hostname").query(String.class).single();
    }
  }

  private static void assertIsNotReached(TargetDatabases databases, String why, String remedy) {
    assertThatExceptionOfType(TargetProblem.class)
        .isThrownBy(() -> host(databases))
        .satisfies(
            problem -> {
              assertThat(problem.reason()).contains("dms/database is not reached: ", why);
              assertThat(problem.remedy()).contains(remedy);
            });
  }

  @Test
  void aDatabaseIsFoundAgainWhereverItsContainerIsMadeAnew() throws Exception {
    String container = mariaDb("mariadb");
    TargetDatabases databases = databases(container);
    String first = docker.docker("inspect", "--format", "{{.Config.Hostname}}", container);
    Awaitility.await().ignoreExceptions().until(() -> host(databases).equals(first));

    docker.docker("stop", "--time=1", container);
    assertIsNotReached(databases, "is not running but exited", "docker start " + container);
    docker.docker("rm", "--volumes", container);
    assertIsNotReached(databases, "There is no such container", "docker ps --all");

    // It takes the first one's address.
    docker.start("lcbp3/redis", "other");
    mariaDb("mariadb");
    String second = docker.docker("inspect", "--format", "{{.Config.Hostname}}", container);
    Awaitility.await().ignoreExceptions().until(() -> host(databases).equals(second));
  }

  @Test
  void aServiceOfComposeIsFoundByItsLabelsInTheNetworkThatIsNamed() throws Exception {
    String project = docker.network();
    mariaDb(
        "1",
        "--label=com.docker.compose.project=" + project,
        "--label=com.docker.compose.service=mariadb");
    String service = "{project: %s, service: %s%s}";
    String network = ", network: " + docker.network();

    TargetDatabases found = databases(service.formatted(project, "mariadb", network));
    Awaitility.await().ignoreExceptions().until(() -> !host(found).isEmpty());

    assertIsNotReached(
        databases(service.formatted(project, "mysql", "")),
        "There is no such container at unix:///var/run/docker.sock: the service mysql of the",
        "Compare 'container'");
    assertIsNotReached(
        databases(service.formatted(project, "mariadb", ", network: elsewhere")),
        "answers in none of its networks (it has no address)",
        "docker network connect");
    mariaDb(
        "2",
        "--label=com.docker.compose.project=" + project,
        "--label=com.docker.compose.service=mariadb");
    assertIsNotReached(found, "has 2 containers", "Name one of them");
  }

  @Test
  void anEngineThatDoesNotAnswerIsNamed() {
    assertIsNotReached(
        databases("any", "docker: \"unix:///nowhere/docker.sock\""),
        "No Docker engine answers at unix:///nowhere/docker.sock",
        "Start the engine");
    assertIsNotReached(
        databases("any", "docker: \"tcp://127.0.0.1:1\""),
        "No Docker engine answers at tcp://127.0.0.1:1",
        "Start the engine");
  }
}
