package dev.upkeep.system.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.upkeep.events.envelope.EventJson;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The engine's API as JSON, by the transport of docker-java. A container's definition goes from one
 * answer to the next question as it is, so that nothing of it is lost which a library does not know
 * yet. Paths carry no version: each engine answers in its own, which is what negotiating would come
 * to.
 */
final class EngineHttp implements AutoCloseable {

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** More than any container's definition, and less than would harm this process. */
  private static final int LONGEST_ANSWER = 16 * 1024 * 1024;

  private final URI address;
  private final DockerHttpClient client;

  EngineHttp(URI address, Duration answerLimit) {
    this.address = address;
    this.client =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(address)
            .connectionTimeout(CONNECT_LIMIT)
            .responseTimeout(answerLimit)
            .build();
  }

  /** What is there, or nothing where the engine knows of no such thing. */
  Optional<JsonNode> get(String path) throws EngineProblem {
    return asked(Method.GET, path, null, EngineHttp::json);
  }

  /** Lets the engine do something; false where it knows of no such thing. */
  boolean post(String path, @Nullable JsonNode body) throws EngineProblem {
    return asked(Method.POST, path, body, EngineHttp::json).isPresent();
  }

  /** As above, with what it answers. */
  Optional<JsonNode> answerTo(String path, @Nullable JsonNode body) throws EngineProblem {
    return asked(Method.POST, path, body, EngineHttp::json);
  }

  boolean delete(String path) throws EngineProblem {
    return asked(Method.DELETE, path, null, EngineHttp::json).isPresent();
  }

  /** What a container says: standard output and errors, as they came. */
  Optional<String> said(String path, boolean post, @Nullable JsonNode body, int mostBytes)
      throws EngineProblem {
    return asked(post ? Method.POST : Method.GET, path, body, stream -> frames(stream, mostBytes));
  }

  /** The lines of an answer that goes on while the engine works. */
  Optional<String> lines(String path) throws EngineProblem {
    return asked(Method.POST, path, null, EngineHttp::text);
  }

  private <T> Optional<T> asked(Method method, String path, @Nullable JsonNode body, Reading<T> to)
      throws EngineProblem {
    Request.Builder request = Request.builder().method(method).path(path);
    if (body != null) {
      request.putHeader("Content-Type", "application/json");
      request.bodyBytes(body.toString().getBytes(StandardCharsets.UTF_8));
    }
    try (Response response = client.execute(request.build())) {
      int status = response.getStatusCode();
      if (status == 404) {
        return Optional.empty();
      }
      if (status >= 400) {
        throw EngineProblem.refused(address, status, said(response));
      }
      return Optional.of(to.from(response.getBody()));
    } catch (IOException e) {
      throw EngineProblem.silent(address, e);
    } catch (RuntimeException e) {
      throw EngineProblem.silent(address, EngineProblem.inputOrOutput(e).orElseThrow(() -> e));
    }
  }

  private static String said(Response response) throws IOException {
    String text = text(response.getBody());
    try {
      return EventJson.mapper().readTree(text).path("message").asString(text);
    } catch (RuntimeException noJson) {
      return text;
    }
  }

  private static JsonNode json(InputStream body) throws IOException {
    String text = text(body);
    return text.isBlank()
        ? JsonNodeFactory.instance.objectNode()
        : EventJson.mapper().readTree(text);
  }

  private static String text(InputStream body) throws IOException {
    return new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
  }

  /**
   * Takes the frames apart in which the engine mixes both outputs of a container without a
   * terminal.
   *
   * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container">Stream
   *     format</a>
   */
  private static String frames(InputStream body, int mostBytes) throws IOException {
    var data = new DataInputStream(body);
    var all = new ByteArrayOutputStream();
    try {
      while (all.size() < mostBytes) {
        data.readInt();
        int length = data.readInt();
        all.write(data.readNBytes(Math.min(length, mostBytes - all.size())));
      }
    } catch (EOFException end) {
      return all.toString(StandardCharsets.UTF_8);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private interface Reading<T> {
    T from(InputStream body) throws IOException;
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing the connection to " + address, e);
    }
  }
}
