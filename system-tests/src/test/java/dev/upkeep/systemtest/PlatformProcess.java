package dev.upkeep.systemtest;

import dev.upkeep.cli.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The standalone platform as a process of its own, which a test may kill. */
final class PlatformProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private final Path folder;
  private final Process process;

  /**
   * Starts the platform; returns when it is ready.
   *
   * @param folder holds {@code systems} and {@code runbooks}; its data goes to {@code data}
   */
  static PlatformProcess start(Path folder) throws IOException {
    Path output = folder.resolve("platform.out");
    Process process =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx384m",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.upkeep.standalone.StandaloneMain",
                    "--data",
                    folder.resolve("data").toString(),
                    "--systems",
                    folder.resolve("systems").toString(),
                    "--runbooks",
                    folder.resolve("runbooks").toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start();
    PlatformProcess platform = new PlatformProcess(folder, process);
    Awaitility.await("the platform is ready; its output is in " + output)
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> platform.isReady() || !process.isAlive());
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "the platform ended with %d: %s"
              .formatted(process.exitValue(), Files.readString(output)));
    }
    return platform;
  }

  private PlatformProcess(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  private boolean isReady() {
    try {
      return Files.readString(folder.resolve("data/run/ready"))
          .strip()
          .equals(Long.toString(process.pid()));
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Its HTTP API, as the command line uses it. */
  Platform api() {
    return Platform.in(folder.resolve("data"));
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** As {@code kill} does; answers whether it ended within the limit. */
  boolean terminate(Duration limit) throws InterruptedException {
    process.destroy();
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    try {
      if (process.isAlive() && !terminate(Duration.ofSeconds(60))) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
