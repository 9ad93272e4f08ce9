package dev.upkeep.system.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Docker engine: the few things that Upkeep asks of one. Paths are sent without a version, so the
 * engine answers in its own; version 1.24 of its API and later are understood.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/">Docker Engine API</a>
 */
public final class DockerEngine implements AutoCloseable {

  /** Where an engine listens unless it was told otherwise. */
  public static final URI USUAL = URI.create("unix:///var/run/docker.sock");

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private static final String PROJECT = "com.docker.compose.project";
  private static final String SERVICE = "com.docker.compose.service";

  private final URI address;
  private final DockerClient client;

  private DockerEngine(URI address) {
    this.address = address;
    this.client = client(address, ANSWER_LIMIT);
  }

  /**
   * A client of an engine.
   *
   * @param answerLimit how long it may be silent; for ever if that is zero
   */
  static DockerClient client(URI address, Duration answerLimit) {
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(address.toString())
            .withDockerTlsVerify(false)
            .build();
    return DockerClientImpl.getInstance(
        config,
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(address)
            .connectionTimeout(CONNECT_LIMIT)
            .responseTimeout(answerLimit)
            .build());
  }

  /**
   * The engine at an address; nothing is asked yet.
   *
   * @param address {@code unix:///path} or {@code tcp://host:port}
   */
  public static DockerEngine at(URI address) {
    return new DockerEngine(address);
  }

  /** Whether its containers' networks are this machine's. */
  boolean isHere() {
    return address.getScheme().equals("unix");
  }

  /** The machine it runs on, for a container that shares that machine's network. */
  String host() {
    return isHere() ? "127.0.0.1" : address.getHost();
  }

  /**
   * The containers that are meant: one at most by its name; of a service one for each of its
   * replicas, in the order of their names.
   */
  public List<ContainerView> containers(ContainerReference.Which which) throws EngineProblem {
    return asked(
        () ->
            switch (which) {
              case ContainerReference.Named named -> inspect(named.name()).stream().toList();
              case ContainerReference.OfService of -> ofService(of);
            });
  }

  /** How the containers that are meant are at this moment, by their names. */
  public Map<String, ContainerState> states(ContainerReference.Which which) throws EngineProblem {
    Map<String, ContainerState> states = new TreeMap<>();
    for (ContainerView container : containers(which)) {
      asked(() -> inspected(container.id()))
          .ifPresent(found -> states.put(container.name(), state(found)));
    }
    return states;
  }

  private static ContainerState state(InspectContainerResponse container) {
    InspectContainerResponse.ContainerState state = container.getState();
    return new ContainerState(
        String.valueOf(state.getStatus()),
        Objects.requireNonNullElse(container.getRestartCount(), 0),
        instant(state.getStartedAt()),
        state.getExitCodeLong() == null ? 0 : state.getExitCodeLong().intValue(),
        Boolean.TRUE.equals(state.getOOMKilled()),
        Optional.ofNullable(state.getHealth()).flatMap(DockerEngine::health));
  }

  private static Optional<Instant> instant(@Nullable String text) {
    // Of what never began the engine tells the first instant of the first year.
    return Optional.ofNullable(text).filter(t -> !t.startsWith("0001-")).map(Instant::parse);
  }

  private static Optional<ContainerState.Health> health(HealthState state) {
    return switch (String.valueOf(state.getStatus())) {
      case "starting" -> Optional.of(ContainerState.Health.STARTING);
      case "healthy" -> Optional.of(ContainerState.Health.HEALTHY);
      case "unhealthy" -> Optional.of(ContainerState.Health.UNHEALTHY);
      default -> Optional.empty();
    };
  }

  private List<ContainerView> ofService(ContainerReference.OfService of) {
    return client
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(PROJECT, of.project(), SERVICE, of.service()))
        .exec()
        .stream()
        .map(Container::getId)
        .map(this::inspect)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(ContainerView::name))
        .toList();
  }

  private Optional<ContainerView> inspect(String nameOrId) {
    return inspected(nameOrId).map(DockerEngine::view);
  }

  private Optional<InspectContainerResponse> inspected(String nameOrId) {
    try {
      return Optional.of(client.inspectContainerCmd(nameOrId).exec());
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  private static ContainerView view(InspectContainerResponse container) {
    Map<String, String> addresses = new HashMap<>();
    container
        .getNetworkSettings()
        .getNetworks()
        .forEach(
            (network, endpoint) ->
                address(endpoint).ifPresent(found -> addresses.put(network, found)));
    String name = container.getName();
    return new ContainerView(
        container.getId(),
        name.startsWith("/") ? name.substring(1) : name,
        String.valueOf(container.getState().getStatus()),
        addresses,
        "host".equals(container.getHostConfig().getNetworkMode()));
  }

  private static Optional<String> address(ContainerNetwork endpoint) {
    String four = endpoint.getIpAddress();
    if (four != null && !four.isEmpty()) {
      return Optional.of(four);
    }
    String six = endpoint.getGlobalIPv6Address();
    return six == null || six.isEmpty() ? Optional.empty() : Optional.of("[" + six + "]");
  }

  private <T> T asked(Question<T> question) throws EngineProblem {
    try {
      return question.ask();
    } catch (DockerException e) {
      throw new EngineProblem(
          "The Docker engine at %s refuses (%d)".formatted(address, e.getHttpStatus()),
          "Look into the engine's log; a proxy before its socket must allow GET /containers",
          e);
    } catch (RuntimeException e) {
      throw EngineProblem.silent(address, EngineProblem.inputOrOutput(e).orElseThrow(() -> e));
    }
  }

  private interface Question<T> {
    T ask();
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
