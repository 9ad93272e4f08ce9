package dev.upkeep.system.docker;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a container is made after another one's definition, with another image: all that people chose
 * is kept (environment, mounts, networks, limits, health check, restart policy, Compose's labels),
 * and what the old one merely had from its image is left to the new image.
 *
 * <p>It has no more rights than the old one: nothing can be added but a name, addresses, labels and
 * variables.
 */
final class Successor {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int SHORT_ID = 12;
  private static final String NUMBER = "com.docker.compose.container-number";
  private static final String IMAGE = "com.docker.compose.image";

  private final JsonNode old;
  private final JsonNode oldImage;

  /**
   * After a container.
   *
   * @param old what the engine says of it
   * @param oldImage what it says of that one's image
   */
  Successor(ContainerDefinition old, JsonNode oldImage) {
    this.old = old.inspected();
    this.oldImage = oldImage.path("Config");
  }

  /** The networks of the old one with how the new one is to be in them, the main one first. */
  Map<String, ObjectNode> endpoints(Map<String, String> addresses) {
    Map<String, ObjectNode> endpoints = new java.util.LinkedHashMap<>();
    String main = mainNetwork();
    put(endpoints, main, addresses);
    for (var network : old.path("NetworkSettings").path("Networks").properties()) {
      put(endpoints, network.getKey(), addresses);
    }
    return endpoints;
  }

  private void put(
      Map<String, ObjectNode> endpoints, String network, Map<String, String> addresses) {
    if (endpoints.containsKey(network)) {
      return;
    }
    JsonNode before = old.path("NetworkSettings").path("Networks").path(network);
    ObjectNode endpoint = JSON.objectNode();
    String id = old.path("Id").asString();
    ArrayNode aliases = endpoint.putArray("Aliases");
    ContainerDefinition.items(before.path("Aliases"))
        .filter(alias -> !id.startsWith(alias.asString()))
        .forEach(aliases::add);
    if (before.path("DriverOpts").isObject()) {
      endpoint.set("DriverOpts", before.path("DriverOpts"));
    }
    Optional.ofNullable(addresses.get(network))
        .ifPresent(address -> endpoint.putObject("IPAMConfig").put("IPv4Address", address));
    endpoints.put(network, endpoint);
  }

  private String mainNetwork() {
    String mode = old.path("HostConfig").path("NetworkMode").asString("");
    for (var network : old.path("NetworkSettings").path("Networks").properties()) {
      String id = network.getValue().path("NetworkID").asString("");
      if (network.getKey().equals(mode)
          || (mode.length() >= SHORT_ID && id.startsWith(mode))
          || (mode.equals("default") && network.getKey().equals("bridge"))) {
        return network.getKey();
      }
    }
    return mode;
  }

  /** The body of the request that makes it, in its main network. */
  ObjectNode request(
      ImageDigest image,
      Map<String, String> environment,
      Map<String, String> labels,
      Map<String, String> addresses) {
    ObjectNode config = (ObjectNode) old.path("Config").deepCopy();
    String id = old.path("Id").asString();
    config.put("Image", image.toString());
    config.remove("MacAddress");
    if (id.startsWith(config.path("Hostname").asString("-"))) {
      config.remove("Hostname");
    }
    leaveToTheImage(config);
    config.set("Env", with(config.path("Env"), environment));
    ObjectNode all = config.withObject("/Labels");
    all.put(NUMBER, all.path(NUMBER).asString("1").equals("1") ? "2" : "1");
    if (all.has(IMAGE)) {
      all.put(IMAGE, image.digest());
    }
    if (!all.has("com.docker.compose.service")) {
      all.remove(NUMBER);
    }
    labels.forEach(all::put);
    ObjectNode host = (ObjectNode) old.path("HostConfig").deepCopy();
    host.remove("ContainerIDFile");
    String network = mainNetwork();
    host.put("NetworkMode", network);
    config.set("HostConfig", host);
    Map<String, ObjectNode> endpoints = new HashMap<>(endpoints(addresses));
    Optional.ofNullable(endpoints.get(network))
        .ifPresent(
            endpoint ->
                config
                    .putObject("NetworkingConfig")
                    .putObject("EndpointsConfig")
                    .set(network, endpoint));
    return config;
  }

  private static ArrayNode with(JsonNode before, Map<String, String> environment) {
    ArrayNode all = JSON.arrayNode();
    ContainerDefinition.items(before)
        .filter(entry -> !environment.containsKey(entry.asString().split("=", 2)[0]))
        .forEach(all::add);
    environment.forEach((name, value) -> all.add(name + "=" + value));
    return all;
  }

  private void leaveToTheImage(ObjectNode config) {
    // A command that people chose counts only together with the entry point they chose.
    boolean ownEntrypoint = !config.path("Entrypoint").equals(oldImage.path("Entrypoint"));
    for (String key :
        new String[] {
          "Cmd", "Entrypoint", "WorkingDir", "User", "Healthcheck", "StopSignal", "Shell", "OnBuild"
        }) {
      boolean kept = key.equals("Cmd") && ownEntrypoint;
      if (!kept && config.path(key).equals(oldImage.path(key))) {
        config.remove(key);
      }
    }
    ArrayNode environment = JSON.arrayNode();
    ContainerDefinition.items(config.path("Env"))
        .filter(entry -> ContainerDefinition.items(oldImage.path("Env")).noneMatch(entry::equals))
        .forEach(environment::add);
    config.set("Env", environment);
    for (String key : new String[] {"Labels", "ExposedPorts", "Volumes"}) {
      if (config.path(key).isObject()) {
        ObjectNode own = (ObjectNode) config.path(key);
        oldImage
            .path(key)
            .properties()
            .forEach(
                entry -> {
                  if (entry.getValue().equals(own.path(entry.getKey()))) {
                    own.remove(entry.getKey());
                  }
                });
      }
    }
  }
}
