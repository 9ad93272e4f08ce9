package dev.upkeep.system.docker;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is done to containers: a successor of one is made, started, stopped and removed. The verbs
 * that deployments need and no others; in particular none by which a container could get rights,
 * mounts or a network that the one before it has not.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/">Docker Engine API</a>
 */
public final class ContainerChanges implements AutoCloseable {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final Duration PULL_LIMIT = Duration.ofMinutes(30);
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
  private static final int MOST_OUTPUT = 4 * 1024 * 1024;

  private final URI address;
  private final EngineHttp engine;

  private ContainerChanges(URI address) {
    this.address = address;
    this.engine = new EngineHttp(address, ANSWER_LIMIT);
  }

  /**
   * At an engine; nothing is asked yet.
   *
   * @param address {@code unix:///path} or {@code tcp://host:port}
   */
  public static ContainerChanges at(URI address) {
    return new ContainerChanges(address);
  }

  /** All that is known of a container, if there is one of that name. */
  public Optional<ContainerDefinition> definition(String name) throws EngineProblem {
    return engine.get(path(name, "/json")).map(ContainerDefinition::new);
  }

  /** The identifier of an image, {@code sha256:…}, if the engine has it. */
  public Optional<String> imageId(String reference) throws EngineProblem {
    return image(reference).map(image -> image.path("Id").asString());
  }

  /** By which digest an image that the engine has can be named, whatever it was named by. */
  public Optional<String> digestOf(String reference) throws EngineProblem {
    return image(reference)
        .map(
            image ->
                ContainerDefinition.items(image.path("RepoDigests"))
                    .map(JsonNode::asString)
                    .findFirst()
                    .orElse(image.path("Id").asString()));
  }

  private Optional<JsonNode> image(String reference) throws EngineProblem {
    return engine.get("/images/" + encoded(reference).replace("%2F", "/") + "/json");
  }

  /**
   * Fetches an image and returns when the engine has it.
   *
   * @throws EngineProblem also where the image has no repository to be fetched from
   */
  public void pull(ImageDigest image) throws EngineProblem {
    if (image.repository().isEmpty()) {
      throw new EngineProblem(
          "The engine at %s has no image %s, and no registry is named".formatted(address, image),
          ImageDigest.REMEDY);
    }
    try (EngineHttp patient = new EngineHttp(address, PULL_LIMIT)) {
      String lines =
          patient
              .lines("/images/create?fromImage=" + encoded(image.toString()))
              .orElse("{\"error\":\"not found\"}");
      // The engine says "200" before it begins; whether it worked is in the last line, or nowhere.
      if (lines.contains("\"error\"") || imageId(image.toString()).isEmpty()) {
        throw EngineProblem.refused(address, 200, "pulling " + image + ": " + last(lines));
      }
    }
  }

  private static String last(String lines) {
    return lines.lines().reduce((_, next) -> next).orElse("it said nothing");
  }

  /**
   * Makes a container after another one's definition; it is not started. If this fails, a part of
   * it may be left: {@link #remove} it before the next attempt.
   *
   * @param name its own
   * @param like whose definition it gets
   * @param image the new one's, which the engine must have
   * @param addresses its fixed addresses by network; in other networks of the old one's it gets any
   * @param environment variables on top of the old one's
   * @param labels on top of the old one's
   */
  public void create(
      String name,
      ContainerDefinition like,
      ImageDigest image,
      Map<String, String> addresses,
      Map<String, String> environment,
      Map<String, String> labels)
      throws EngineProblem {
    JsonNode oldImage =
        image(like.imageId())
            .orElseThrow(
                () ->
                    new EngineProblem(
                        "The image %s of %s is gone".formatted(like.imageId(), like),
                        "Without it nobody knows what the container had from its image; make the"
                            + " container anew"));
    var successor = new Successor(like, oldImage);
    ObjectNode request = successor.request(image, environment, labels, addresses);
    String created =
        engine
            .answerTo("/containers/create?name=" + checked(name), request)
            .map(answer -> answer.path("Id").asString())
            .orElseThrow(
                () ->
                    new EngineProblem(
                        "The engine at %s has no image %s".formatted(address, image),
                        "Pull it first: docker pull " + image));
    for (var endpoint : successor.endpoints(addresses).entrySet().stream().skip(1).toList()) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.put("Container", created);
      body.set("EndpointConfig", endpoint.getValue());
      engine.post("/networks/" + encoded(endpoint.getKey()) + "/connect", body);
    }
  }

  /** Starts it; one that runs already is left alone. */
  public void start(String name) throws EngineProblem {
    require(engine.post(path(name, "/start"), null), name);
  }

  /**
   * Asks it to end, and ends it after the grace; returns when it has ended. One that is not running
   * or not there is left alone.
   */
  public void stop(String name, Duration grace) throws EngineProblem {
    try (EngineHttp patient = new EngineHttp(address, grace.plus(ANSWER_LIMIT))) {
      patient.post(path(name, "/stop?t=" + grace.toSeconds()), null);
    }
  }

  /** Removes it with its unnamed volumes; one that runs is refused, one that is gone is fine. */
  public void remove(String name) throws EngineProblem {
    engine.delete(path(name, "?v=true"));
  }

  /** Lets the engine start it again, or not, after its end or the engine's. */
  public void restartPolicy(String name, String policy) throws EngineProblem {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("RestartPolicy").put("Name", policy);
    require(engine.post(path(name, "/update"), body), name);
  }

  /**
   * What it has said since an instant, at most so many lines and 4 MB: as it came, secrets
   * included.
   */
  public String logSince(String name, Instant since, int mostLines) throws EngineProblem {
    return engine
        .said(
            path(
                name,
                "/logs?stdout=1&stderr=1&since=%d.%09d&tail=%d"
                    .formatted(since.getEpochSecond(), since.getNano(), mostLines)),
            false,
            null,
            MOST_OUTPUT)
        .orElse("");
  }

  /**
   * Runs a command in a container that runs, without a shell, and returns when it has ended.
   *
   * @param command an absolute program, or one of the container's path, and its arguments
   */
  public CommandEnd run(String name, List<String> command) throws EngineProblem {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("AttachStdout", true).put("AttachStderr", true);
    command.forEach(body.putArray("Cmd")::add);
    String id =
        engine
            .answerTo(path(name, "/exec"), body)
            .map(answer -> answer.path("Id").asString())
            .orElseThrow(() -> noContainer(name));
    ObjectNode attached = JsonNodeFactory.instance.objectNode();
    attached.put("Detach", false).put("Tty", false);
    String output = engine.said("/exec/" + id + "/start", true, attached, MOST_OUTPUT).orElse("");
    int code =
        engine.get("/exec/" + id + "/json").map(exec -> exec.path("ExitCode").asInt(-1)).orElse(-1);
    return new CommandEnd(code, output);
  }

  /**
   * How a command ended.
   *
   * @param output both outputs, at most 4 MB
   */
  public record CommandEnd(int code, String output) {}

  private void require(boolean there, String name) throws EngineProblem {
    if (!there) {
      throw noContainer(name);
    }
  }

  private EngineProblem noContainer(String name) {
    return new EngineProblem(
        "There is no container %s at %s".formatted(name, address),
        "Compare the system file with what 'docker ps --all' lists");
  }

  private static String path(String container, String rest) {
    return "/containers/" + checked(container) + rest;
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no container's name: " + name);
    }
    return name;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    engine.close();
  }
}
