package dev.upkeep.database.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The machine's Docker engine: containers of the sample system's images in a network of their own.
 */
public final class TestDocker implements AutoCloseable {

  private static final String MISSING =
      "There is no Docker engine with the sample system's images: sample-system/images/build";

  private final String name = "upkeep-test-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<String> containers = new ArrayList<>();

  private TestDocker() throws IOException {
    docker("network", "create", name);
  }

  /** Skips the test, aloud, where there is no engine; in continuous integration that fails. */
  public static TestDocker here() throws IOException {
    boolean there =
        ended(List.of("docker", "image", "inspect", "lcbp3/mariadb", "lcbp3/redis")).code() == 0;
    if (!there && System.getenv("CI") != null) {
      throw new IllegalStateException(MISSING);
    }
    assumeTrue(there, MISSING);
    return new TestDocker();
  }

  /** The network that all containers are in. */
  public String network() {
    return name;
  }

  /**
   * Starts a container whose ports are not published.
   *
   * @param role the end of its name
   * @param options of {@code docker run}
   * @return its name
   */
  public String start(String image, String role, String... options) throws IOException {
    String container = name + "_" + role;
    containers.add(container);
    List<String> command =
        new ArrayList<>(List.of("run", "--detach", "--name", container, "--network", name));
    command.addAll(List.of(options));
    command.add(image);
    docker(command.toArray(String[]::new));
    return container;
  }

  /** Runs {@code docker} with arguments and returns what it prints. */
  public String docker(String... arguments) throws IOException {
    End end = ended(Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList());
    assertThat(end.code()).as(end.output()).isZero();
    return end.output().strip();
  }

  private record End(int code, String output) {}

  private static End ended(List<String> command) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException missing) {
      return new End(127, String.valueOf(missing.getMessage()));
    }
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return new End(process.exitValue(), output);
  }

  @Override
  public void close() throws IOException {
    for (String container : containers) {
      ended(List.of("docker", "rm", "--force", "--volumes", container));
    }
    docker("network", "rm", name);
  }
}
