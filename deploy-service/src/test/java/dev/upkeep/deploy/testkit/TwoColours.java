package dev.upkeep.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.test.TestDocker;
import dev.upkeep.system.Colour;
import dev.upkeep.system.nginx.SwitchFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A real NGINX with a backend of two colours behind it, in containers of a network of their own.
 */
public final class TwoColours implements AutoCloseable {

  private static final Path SOURCES = Path.of("src/test/resources/two-colours");
  private static final String NET = "10.213.11.";

  /** NGINX's address. */
  public static final String FRONT = NET + "10";

  private final Path folder;
  private final TestDocker docker;
  private final String image;
  private final SwitchFolder flags;
  private final String first;

  private TwoColours(Path folder, TestDocker docker) throws IOException {
    this.folder = folder;
    this.docker = docker;
    // NGINX looks as a user of its own.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path switches = Files.createDirectory(folder.resolve("switch"));
    this.flags = new SwitchFolder(switches);
    this.image = docker.build(SOURCES);
    Path configuration = folder.resolve("nginx.conf");
    Files.writeString(
        configuration,
        Files.readString(SOURCES.resolve("nginx.conf"))
            .replace("BLUE", NET + "11")
            .replace("GREEN", NET + "12"));
    this.first = release("1", "good");
    docker.start(
        first,
        "backend",
        "--ip=" + NET + "11",
        "--env=COLOUR=blue",
        "--env=JOBS=on",
        "--restart=unless-stopped",
        "--stop-timeout=3");
    docker.willHave("backend-green");
    docker.start(
        image,
        "nginx",
        "--ip=" + FRONT,
        "--volume=" + configuration + ":/etc/nginx/nginx.conf:ro",
        "--volume=" + switches + ":/run/upkeep:ro",
        "--",
        "nginx");
    Awaitility.await().ignoreExceptions().until(() -> ask("/").equals("1"));
  }

  /** Starts them, blue with release 1. */
  public static TwoColours in(Path folder) throws IOException {
    TestDocker docker = TestDocker.here(NET + "0/24");
    try {
      return new TwoColours(folder, docker);
    } catch (IOException | RuntimeException | Error e) {
      docker.close();
      throw e;
    }
  }

  /** The system file, with the front door as component {@code front}. */
  public TestSystem system(String... changes) throws IOException {
    String text =
        """
        components:
          front:
            kind: nginx
            container: %1$s_nginx
            listeners: ["http://%2$s10", "http://%2$s10:81"]
            switch: {folder: %3$s, seen-as: /run/upkeep}
            services:
              backend:
                blue: {container: %1$s_backend, address: %2$s11, environment: {COLOUR: blue}}
                green: {container: %1$s_backend-green, address: %2$s12, environment: {COLOUR: green, JOBS: "on"}}
                network: %1$s
                port: 3000
                probe: /version
                health: /health
                warm-up: /
                background: {post: /internal/background, on: '{"active": true}', off: '{"active": false}'}
        """
            .formatted(docker.network(), NET, folder.resolve("switch"));
    for (int i = 0; i < changes.length; i += 2) {
      assertThat(text).contains(changes[i]);
      text = text.replace(changes[i], changes[i + 1]);
    }
    return TestSystem.in(Files.createDirectories(folder.resolve("systems")), text, Map.of());
  }

  /** An image of a release; its identifier, by which it is deployed. */
  public String release(String number, String mode) throws IOException {
    Path context = Files.createDirectories(folder.resolve("release-" + number));
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM %s\nENV RELEASE=%s MODE=%s\n".formatted(image, number, mode));
    return docker.build(context);
  }

  /** The image that blue was started with. */
  public String first() {
    return first;
  }

  public TestDocker docker() {
    return docker;
  }

  public SwitchFolder flags() {
    return flags;
  }

  /** What comes through the front door. */
  public static String ask(String path) throws IOException {
    return ask("http://" + FRONT, path);
  }

  private static String ask(String base, String path) throws IOException {
    // Not that of version 2, whose question for an upgrade NGINX hands on.
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Whether a colour does background jobs. */
  public boolean hasJobs(Colour colour) throws IOException {
    return Boolean.parseBoolean(
        ask(
            "http://%s%d:3000".formatted(NET, colour == Colour.BLUE ? 11 : 12),
            "/internal/background"));
  }

  public boolean isRunning(Colour colour) throws IOException {
    return docker
        .docker("ps", "--format", "{{.Names}}")
        .lines()
        .anyMatch(
            (docker.network() + (colour == Colour.BLUE ? "_backend" : "_backend-green"))::equals);
  }

  @Override
  public void close() throws IOException {
    docker.close();
  }
}
