package dev.upkeep.system.docker;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * All that the engine says of a container: how it was made and how it is. What it was made with may
 * hold secrets (its environment does), so its text tells only the name.
 */
public final class ContainerDefinition {

  private final JsonNode inspected;

  ContainerDefinition(JsonNode inspected) {
    this.inspected = inspected;
  }

  /** A folder or file that a container sees. */
  public record Mount(String source, String destination, boolean writable) {}

  JsonNode inspected() {
    return inspected;
  }

  /** Its whole identifier. */
  public String id() {
    return inspected.path("Id").asString();
  }

  /** Without the leading slash. */
  public String name() {
    String name = inspected.path("Name").asString();
    return name.startsWith("/") ? name.substring(1) : name;
  }

  /** The identifier of its image: {@code sha256:…}. */
  public String imageId() {
    return inspected.path("Image").asString();
  }

  /** How the image was named when it was made. */
  public String imageName() {
    return inspected.path("Config").path("Image").asString();
  }

  public Optional<String> label(String name) {
    return inspected.path("Config").path("Labels").path(name).asStringOpt();
  }

  /** {@code no}, {@code always}, {@code unless-stopped} or {@code on-failure}. */
  public String restartPolicy() {
    String name = inspected.path("HostConfig").path("RestartPolicy").path("Name").asString("");
    return name.isEmpty() ? "no" : name;
  }

  /** {@code NAME=value}, sorted; secrets are among them. */
  public List<String> environment() {
    return items(inspected.path("Config").path("Env")).map(JsonNode::asString).sorted().toList();
  }

  public List<Mount> mounts() {
    return items(inspected.path("Mounts"))
        .map(
            mount ->
                new Mount(
                    mount.path("Source").asString(""),
                    mount.path("Destination").asString(""),
                    mount.path("RW").asBoolean(true)))
        .toList();
  }

  /** Names that it knows without asking anybody, with their addresses. */
  public Map<String, String> extraHosts() {
    Map<String, String> hosts = new TreeMap<>();
    items(inspected.path("HostConfig").path("ExtraHosts"))
        .map(entry -> entry.asString().split(":", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> hosts.put(parts[0], parts[1]));
    return hosts;
  }

  /** The ports of the engine's machine that it takes, as in {@code 127.0.0.1:3000}. */
  public List<String> publishedPorts() {
    List<String> ports = new ArrayList<>();
    for (JsonNode bindings : inspected.path("HostConfig").path("PortBindings")) {
      for (JsonNode binding : bindings) {
        String host = binding.path("HostIp").asString("");
        ports.add((host.isEmpty() ? "" : host + ":") + binding.path("HostPort").asString(""));
      }
    }
    return ports;
  }

  /**
   * Its address of version 4 in each network, also the one that it asks for while it is stopped.
   */
  public Map<String, String> addresses() {
    Map<String, String> addresses = new TreeMap<>();
    for (var network : inspected.path("NetworkSettings").path("Networks").properties()) {
      String given = network.getValue().path("IPAddress").asString("");
      String wanted = network.getValue().path("IPAMConfig").path("IPv4Address").asString("");
      addresses.put(network.getKey(), given.isEmpty() ? wanted : given);
    }
    return addresses;
  }

  /**
   * Whether it can have no address of its own, so that a second one of it could not be told apart.
   */
  public boolean sharesANetwork() {
    String mode = inspected.path("HostConfig").path("NetworkMode").asString("");
    return mode.equals("host") || mode.startsWith("container:");
  }

  /** How long it is given to end by itself, in seconds. */
  public int stopSeconds() {
    return inspected.path("Config").path("StopTimeout").asInt(10);
  }

  /** How it is at the moment it was looked at. */
  public ContainerState state() {
    JsonNode state = inspected.path("State");
    return new ContainerState(
        state.path("Status").asString(""),
        inspected.path("RestartCount").asInt(0),
        instant(state.path("StartedAt").asString("")),
        state.path("ExitCode").asInt(0),
        state.path("OOMKilled").asBoolean(false),
        health(state.path("Health").path("Status").asString("")));
  }

  private static Optional<ContainerState.Health> health(String status) {
    return Stream.of(ContainerState.Health.values())
        .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(status))
        .findFirst();
  }

  /** The engine writes the year 1 for what never was. */
  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text)).filter(at -> at.isAfter(Instant.EPOCH));
    } catch (DateTimeParseException never) {
      return Optional.empty();
    }
  }

  static Stream<JsonNode> items(JsonNode list) {
    return list.valueStream();
  }

  @Override
  public String toString() {
    return "the container " + name();
  }
}
