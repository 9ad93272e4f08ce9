package dev.upkeep.sample.stack;

import static dev.upkeep.sample.stack.Docker.docker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each bad release is bad in the way that it says, beside a stack that goes on. */
class BadReleasesTest {

  /** In the order of their addresses, from {@link #FIRST}. */
  private static final List<String> RELEASES =
      List.of(
          "bad-crash-at-start",
          "bad-never-healthy",
          "bad-healthy-then-crash",
          "bad-flapping",
          "bad-errors",
          "bad-slow",
          "bad-wrong-port",
          "bad-missing-variable",
          "bad-out-of-memory",
          "bad-disk-full");

  private static final int FIRST = 40;

  @RegisterExtension private static final SharedStack SHARED = new SharedStack();

  private static SampleStack stack;
  private static HttpClient client;

  @BeforeAll
  static void start() throws IOException {
    stack = SHARED.stack();
    client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    for (String release : RELEASES) {
      Docker.runLike(
          stack.container("backend"),
          "lcbp3/backend:" + release,
          "--no-healthcheck",
          "--env=FAULT_AFTER_SECONDS=3",
          "--name=" + stack.container(release),
          "--network=" + stack.network(),
          "--ip=" + stack.address(address(release)));
    }
  }

  @AfterAll
  static void end() throws IOException {
    if (client == null) {
      return;
    }
    client.close();
    for (String release : RELEASES) {
      docker("rm", "--force", stack.container(release));
    }
  }

  private static int address(String release) {
    return FIRST + RELEASES.indexOf(release);
  }

  private static HttpResponse<String> get(String release, int port, String path) throws Exception {
    URI uri = URI.create("http://%s:%d%s".formatted(stack.address(address(release)), port, path));
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static int health(String release) throws Exception {
    return get(release, 3000, "/health").statusCode();
  }

  private static void awaitListening(String release) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> get(release, 3000, "/health").statusCode() > 0);
  }

  private static void awaitEnded(String release, String how) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        docker(
                            "inspect",
                            "--format",
                            "{{.State.Status}} {{.State.ExitCode}} {{.State.OOMKilled}}",
                            stack.container(release)))
                    .isEqualTo(how));
  }

  @Test
  void crashesAtTheStart() throws Exception {
    awaitEnded("bad-crash-at-start", "exited 1 false");
    assertThat(docker("logs", stack.container("bad-crash-at-start")))
        .contains("Cannot find module");
  }

  @Test
  void endsNamingTheVariableThatIsMissing() throws Exception {
    awaitEnded("bad-missing-variable", "exited 78 false");
    assertThat(docker("logs", stack.container("bad-missing-variable")))
        .contains("SIGNING_KEY_FILE");
  }

  @Test
  void crashesAfterItWasHealthy() throws Exception {
    awaitEnded("bad-healthy-then-crash", "exited 1 false");
    assertThat(docker("logs", stack.container("bad-healthy-then-crash"))).contains("listening");
  }

  @Test
  void isEndedByItsMemoryLimit() {
    awaitEnded("bad-out-of-memory", "exited 137 true");
  }

  @Test
  void isNeverHealthy() {
    awaitListening("bad-never-healthy");
    assertThat(healths("bad-never-healthy", 5)).containsOnly(503);
  }

  @Test
  void flaps() {
    awaitListening("bad-flapping");
    assertThat(healths("bad-flapping", 10)).contains(200, 503);
  }

  private static List<Integer> healths(String release, int times) {
    return IntStream.range(0, times)
        .mapToObj(
            i -> {
              try {
                return health(release);
              } catch (Exception e) {
                throw new AssertionError(release, e);
              }
            })
        .toList();
  }

  @Test
  void answersOneInTwentyWithAnErrorWhileHealthSaysNothing() throws Exception {
    awaitListening("bad-errors");
    int failed = 0;
    for (int i = 0; i < 60; i++) {
      failed += get("bad-errors", 3000, "/api/version").statusCode() == 500 ? 1 : 0;
    }
    assertThat(failed).isEqualTo(3);
    assertThat(health("bad-errors")).isEqualTo(200);
  }

  @Test
  void isSlow() throws Exception {
    awaitListening("bad-slow");
    long began = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      assertThat(get("bad-slow", 3000, "/api/version").statusCode()).isEqualTo(200);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(500));
  }

  @Test
  void listensOnAnotherPort() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> get("bad-wrong-port", 3999, "/health").statusCode() == 200);
    assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> health("bad-wrong-port"));
  }

  @Test
  void fillsItsDisk() {
    awaitListening("bad-disk-full");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              HttpResponse<String> answer = get("bad-disk-full", 3000, "/health");
              assertThat(answer.statusCode()).isEqualTo(503);
              assertThat(answer.body()).contains("\"spool\":{\"ok\":false,\"error\":\"ENOSPC\"}");
            });
  }
}
