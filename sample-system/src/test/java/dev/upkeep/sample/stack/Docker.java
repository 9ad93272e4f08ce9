package dev.upkeep.sample.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The machine's Docker engine, by its command line. */
final class Docker {

  private static final String MISSING =
      "There is no Docker engine with the sample stack's images: sample-system/stack/run build bad";

  private Docker() {}

  /** Skips the test, aloud, where there is no engine; in continuous integration that fails. */
  static void assumeThereWithImages() throws IOException {
    List<String> images =
        List.of("lcbp3/nginx", "lcbp3/clamav", "lcbp3/backend:1.1.0", "lcbp3/frontend:1.1.0");
    boolean there =
        ended(Stream.concat(Stream.of("image", "inspect"), images.stream()).toList()).code() == 0
            && ended(List.of("image", "inspect", "lcbp3/backend:bad-disk-full")).code() == 0;
    if (!there && System.getenv("CI") != null) {
      throw new IllegalStateException(MISSING);
    }
    assumeTrue(there, MISSING);
  }

  /** Runs {@code docker} with arguments and returns what it prints. */
  static String docker(String... arguments) throws IOException {
    StackScript.End end = ended(List.of(arguments));
    assertThat(end.code()).as("docker %s: %s", List.of(arguments), end.output()).isZero();
    return end.output();
  }

  /** The same for a call that may fail. */
  static StackScript.End ended(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(arguments);
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException missing) {
      return new StackScript.End(127, String.valueOf(missing.getMessage()));
    }
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return new StackScript.End(process.exitValue(), output.strip());
  }

  /**
   * Creates a container as another one is defined, with another image and colour, and starts it.
   *
   * @param options of {@code docker run}; they win
   */
  static void runLike(String model, String image, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("run", "--detach", "--memory=256m"));
    command.addAll(List.of("--tmpfs=/tmp", "--tmpfs=/var/spool/lcbp3:size=16m,mode=1777"));
    docker("inspect", "--format", "{{range .Config.Env}}{{println .}}{{end}}", model)
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(variable -> command.add("--env=" + variable));
    docker(
            "inspect",
            "--format",
            "{{range .Mounts}}{{if .Source}}{{println .Source \":\" .Destination}}{{end}}{{end}}",
            model)
        .lines()
        .filter(line -> line.startsWith("/"))
        .forEach(mount -> command.add("--volume=" + mount.replace(" : ", ":")));
    command.addAll(List.of("--env=COLOUR=green", "--memory-swap=256m"));
    command.addAll(List.of(options));
    command.add(image);
    docker(command.toArray(String[]::new));
  }
}
