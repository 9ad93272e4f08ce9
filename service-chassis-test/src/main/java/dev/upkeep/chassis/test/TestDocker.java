package dev.upkeep.chassis.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The machine's Docker engine: containers of the sample system's images in a network of their own.
 * Close it, and they are gone.
 */
public final class TestDocker implements AutoCloseable {

  /**
   * What all images of the sample system are made of, where {@code sample-system/images/build} ran.
   */
  public static final String DEBIAN = "lcbp3/debian:12";

  private static final String MISSING =
      "There is no Docker engine with the sample system's images: sample-system/images/build";

  private final String name = "upkeep-test-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<String> containers = new ArrayList<>();

  private TestDocker(String... networkOptions) throws IOException {
    List<String> command = new ArrayList<>(List.of("network", "create"));
    command.addAll(List.of(networkOptions));
    command.add(name);
    docker(command.toArray(String[]::new));
  }

  /** Skips the test, aloud, where there is no engine; in continuous integration that fails. */
  public static TestDocker here() throws IOException {
    require("lcbp3/mariadb", "lcbp3/redis");
    return new TestDocker();
  }

  /**
   * As above, with a network in which containers can have fixed addresses.
   *
   * @param subnet of the network, as in {@code 10.213.7.0/24}
   */
  public static TestDocker here(String subnet) throws IOException {
    require(DEBIAN);
    return new TestDocker("--subnet=" + subnet);
  }

  private static void require(String... images) throws IOException {
    List<String> inspect = new ArrayList<>(List.of("docker", "image", "inspect"));
    inspect.addAll(List.of(images));
    boolean there = ended(inspect).code() == 0;
    if (!there && System.getenv("CI") != null) {
      throw new IllegalStateException(MISSING);
    }
    assumeTrue(there, MISSING);
  }

  /** The network that all containers are in. */
  public String network() {
    return name;
  }

  /**
   * Starts a container whose ports are not published.
   *
   * @param role the end of its name
   * @param options of {@code docker run}, without blanks; then, after {@code --}, its command
   * @return its name
   */
  public String start(String image, String role, String... options) throws IOException {
    String container = willHave(role);
    List<String> command =
        new ArrayList<>(List.of("run", "--detach", "--name", container, "--network", name));
    int end = List.of(options).indexOf("--");
    List<String> all = List.of(options);
    command.addAll(end < 0 ? all : all.subList(0, end));
    command.add(image);
    command.addAll(end < 0 ? List.of() : all.subList(end + 1, all.size()));
    docker(command.toArray(String[]::new));
    return container;
  }

  /** The name of a container that somebody else will make, and that goes when this is closed. */
  public String willHave(String role) {
    String container = name + "_" + role;
    containers.add(container);
    return container;
  }

  /**
   * Builds an image and answers its identifier; what was built before is taken from the cache.
   *
   * @param folder with the {@code Dockerfile}
   * @param options of {@code docker build}
   */
  public String build(Path folder, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("build", "--quiet"));
    command.addAll(List.of(options));
    command.add(folder.toString());
    return docker(command.toArray(String[]::new)).lines().reduce((_, last) -> last).orElseThrow();
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
