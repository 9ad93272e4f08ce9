package dev.upkeep.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildServerTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir private Path folder;

  private ChildServer.Launch shell(String script) {
    return new ChildServer.Launch("sh", Path.of("/bin/sh"), List.of("-c", script), folder);
  }

  @Test
  void saysWhatTheProgramSaidIfItEndsBeforeItIsReady() {
    ChildServer server = ChildServer.start(shell("echo cannot bind to the port; exit 3"));
    assertThatThrownBy(() -> server.awaitReady(() -> false, LIMIT))
        .isInstanceOf(ServerDidNotStartException.class)
        .hasMessageContaining("sh ended with code 3")
        .hasMessageContaining("cannot bind to the port");
    assertThat(folder.resolve("sh.pid")).doesNotExist();
  }

  @Test
  void killsAProgramThatIsNotReadyInTime() {
    ChildServer server = ChildServer.start(shell("exec sleep 600"));
    assertThatThrownBy(() -> server.awaitReady(() -> false, Duration.ofMillis(50)))
        .hasMessageContaining("was not ready");
    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void killsAProgramThatDoesNotStopWhenAsked() {
    ChildServer server =
        ChildServer.start(shell("trap '' TERM; touch deaf; while :; do sleep 1; done"));
    server.awaitReady(() -> Files.exists(folder.resolve("deaf")), LIMIT);
    server.stop(Duration.ofMillis(100));
    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void handsTheProgramNoneOfOurEnvironment() throws Exception {
    ChildServer server = ChildServer.start(shell("env > seen; exec sleep 600"));
    server.awaitReady(() -> Files.exists(folder.resolve("seen")), LIMIT);
    Awaitility.await().until(() -> Files.readString(folder.resolve("seen")).contains("TZ=UTC"));
    assertThat(
            Files.readString(folder.resolve("seen"))
                .lines()
                .map(line -> line.replaceAll("=.*", "")))
        .isSubsetOf(
            "PATH", "HOME", "LD_LIBRARY_PATH", "TZ", "LC_ALL", "PWD", "SHLVL", "_", "OLDPWD");
    server.kill();
  }

  @Test
  void diesWithAJvmThatIsKilled() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv (util-linux) is not here");
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StartsAChild.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long child;
    try (BufferedReader said = jvm.inputReader(StandardCharsets.UTF_8)) {
      child =
          Long.parseLong(
              said.lines().filter(line -> line.matches("[0-9]+")).findFirst().orElseThrow());
      assertThat(ProcessHandle.of(child)).isPresent();
    } finally {
      jvm.destroyForcibly();
    }
    Awaitility.await().atMost(LIMIT).until(() -> ProcessHandle.of(child).isEmpty());
  }

  /** A JVM with a child, whose starting thread has long ended. */
  static final class StartsAChild {

    private StartsAChild() {}

    public static void main(String[] arguments) throws InterruptedException {
      Thread starter =
          Thread.ofPlatform()
              .start(
                  () -> {
                    ChildServer server =
                        ChildServer.start(
                            new ChildServer.Launch(
                                "sleep",
                                Path.of("/bin/sleep"),
                                List.of("600"),
                                Path.of(arguments[0])));
                    System.out.println(server.pid());
                  });
      starter.join();
      new CountDownLatch(1).await();
    }
  }
}
