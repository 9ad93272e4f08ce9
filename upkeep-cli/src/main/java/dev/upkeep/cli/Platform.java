package dev.upkeep.cli;

import dev.upkeep.events.envelope.EventJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A running platform as its HTTP API shows it. Each service has written its address into {@code
 * run/} of the data folder, and the token that it wants to see beside it.
 */
public final class Platform {
  public static final String SCHEDULER = "scheduler-service";

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String ENDPOINT = ".endpoint";

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
  private final Map<String, URI> services;
  private final String token;
  private final Path folder;

  private Platform(Map<String, URI> services, String token, Path folder) {
    this.services = services;
    this.token = token;
    this.folder = folder;
  }

  public static Platform in(Path folder) {
    Map<String, URI> services = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("run"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(ENDPOINT)).toList()) {
        String name = file.getFileName().toString();
        services.put(
            name.substring(0, name.length() - ENDPOINT.length()),
            URI.create(Files.readString(file).strip()));
      }
    } catch (IOException e) {
      throw unreachable(folder);
    }
    if (services.isEmpty()) {
      throw unreachable(folder);
    }
    return new Platform(services, token(folder), folder);
  }

  private static String token(Path folder) {
    Path file = folder.resolve("operator.token");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new CommandFailed(
          ExitCode.REFUSED,
          "the operator's token %s cannot be read; run this as the user who started Upkeep"
              .formatted(file));
    }
  }

  private static CommandFailed unreachable(Path folder) {
    return new CommandFailed(
        ExitCode.UNREACHABLE,
        "no platform runs on the data folder %s; start it with ./upkeep up, or name another with --data"
            .formatted(folder.toAbsolutePath().normalize()));
  }

  /** The broker's {@code host:port}, for Kafka clients on this machine; empty while it starts. */
  public Optional<String> broker() {
    try {
      return Optional.of(Files.readString(folder.resolve("run").resolve("broker")).strip());
    } catch (IOException notWritten) {
      return Optional.empty();
    }
  }

  /** The services by name. */
  public Map<String, URI> services() {
    return services;
  }

  /** Asks the scheduler. */
  public JsonNode get(String path) {
    return get(SCHEDULER, path);
  }

  public JsonNode get(String service, String path) {
    return send(service, path, null);
  }

  /** Tells the scheduler to do something. */
  public JsonNode post(String path, Object body) {
    return post(SCHEDULER, path, body);
  }

  public JsonNode post(String service, String path, Object body) {
    return send(service, path, EventJson.mapper().writeValueAsString(body));
  }

  private JsonNode send(String service, String path, @Nullable String body) {
    HttpRequest.Builder request = request(service, path).timeout(PATIENCE);
    if (body == null) {
      request.GET();
    } else {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(body));
    }
    HttpResponse<String> response = exchange(service, request.build());
    JsonNode answer = json(response.body());
    if (response.statusCode() >= 300) {
      throw refused(response.statusCode(), answer);
    }
    return answer;
  }

  private HttpRequest.Builder request(String service, String path) {
    URI base = services.get(service);
    if (base == null) {
      throw new CommandFailed(
          ExitCode.UNREACHABLE,
          "%s does not run on %s; running: %s"
              .formatted(service, folder, String.join(", ", services.keySet())));
    }
    return HttpRequest.newBuilder(base.resolve("/api/v1" + path))
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> exchange(String service, HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (ConnectException e) {
      throw new CommandFailed(
          ExitCode.UNREACHABLE,
          "%s does not answer on %s; ./upkeep up starts it"
              .formatted(service, services.get(service)));
    } catch (IOException e) {
      throw new CommandFailed(
          ExitCode.UNREACHABLE, "%s broke off: %s".formatted(service, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed(130, "interrupted");
    }
  }

  private static JsonNode json(String body) {
    if (body.isBlank()) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return EventJson.mapper().readTree(body);
    } catch (JacksonException e) {
      throw new CommandFailed(ExitCode.FAILED, "the platform's answer is not JSON");
    }
  }

  /** RFC 9457: the detail says what to do. */
  private static CommandFailed refused(int status, JsonNode problem) {
    String detail = problem.path("detail").asString("");
    String title = problem.path("title").asString("HTTP " + status);
    return new CommandFailed(ExitCode.REFUSED, detail.isEmpty() ? title : detail);
  }
}
