package dev.upkeep.sample.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script's words and what it says when something is missing. */
class StackScriptTest {

  @TempDir private Path folder;

  private StackScript script(String... settings) {
    return StackScript.with(
        Map.of(
            "COMPOSE_PROJECT_NAME",
            "lcbp3-none",
            "LCBP3_DATA",
            folder.resolve("data").toString(),
            settings[0],
            settings[1]));
  }

  @Test
  void explainsItself() {
    StackScript.End help = script("A", "b").run("--help");
    assertThat(help.code()).isZero();
    assertThat(help.output()).contains("run up", "run down [--volumes]", "LCBP3_HTTPS_PORT");
    assertThat(script("A", "b").run("upp").code()).isEqualTo(2);
    assertThat(script("A", "b").run("down", "--all").code()).isEqualTo(2);
  }

  @Test
  void namesTheReleasesThatThereAre() {
    StackScript.End end = script("A", "b").run("build", "1.0.O");
    assertThat(end.code()).isEqualTo(2);
    assertThat(end.output())
        .contains("no release 1.0.O", " 1.0.0 1.1.0 1.2.0 bad-crash-at-start ", "bad-disk-full");
  }

  @Test
  void saysThatNoEngineAnswers() {
    StackScript.End end = script("DOCKER_HOST", "unix:///nowhere/docker.sock").run("up");
    assertThat(end.code()).isEqualTo(1);
    assertThat(end.output()).contains("no Docker engine answers", "group docker");
  }

  @Test
  void namesTheImageThatIsMissing() throws IOException {
    Docker.assumeThereWithImages();
    StackScript.End end = script("LCBP3_BACKEND_IMAGE", "lcbp3/backend:9.9.9").run("up");
    assertThat(end.code()).isEqualTo(1);
    assertThat(end.output()).contains("missing: lcbp3/backend:9.9.9. Build them:");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void namesThePortThatIsInUse() throws IOException {
    Docker.assumeThereWithImages();
    try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(held.getLocalPort());
      StackScript.End end = script("LCBP3_HTTP_PORT", port).run("up");
      assertThat(end.code()).isEqualTo(1);
      assertThat(end.output()).contains("port " + port + " is in use", "LCBP3_HTTPS_PORT");
    }
  }
}
