package dev.upkeep.system;

import dev.upkeep.system.docker.ContainerAddress;
import dev.upkeep.system.docker.ContainerReference;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes a reference to a container of what stands at {@code container}, and an engine's address.
 */
final class ContainerReader {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
  private static final Pattern ENGINE =
      Pattern.compile("unix:///[^\\s?#]+|tcp://[^\\s/?#@:]+:\\d{1,5}");

  private ContainerReader() {}

  /**
   * Reads the key {@code container} of a component.
   *
   * @param host of the component's address, which must leave the place to the container's
   */
  static Optional<ContainerReference> of(YamlMapping component, Optional<String> host) {
    Optional<YamlValue> written = component.get("container");
    if (written.isPresent()
        && host.isPresent()
        && !host.get().equals(ContainerAddress.PLACEHOLDER)) {
      written
          .get()
          .refuse(
              "contradicts the host %s in 'url'".formatted(YamlValue.quoted(host.get())),
              "Write 'container' as the host: the container's address takes its place");
    }
    return written.flatMap(ContainerReader::reference);
  }

  /** Reads a name, or a mapping that says which one. */
  static Optional<ContainerReference> reference(YamlValue value) {
    if (!value.isMapping()) {
      return name(value)
          .map(
              name -> new ContainerReference(new ContainerReference.Named(name), Optional.empty()));
    }
    YamlMapping mapping = value.mapping().orElseThrow().only(SystemFileKeys.CONTAINER);
    Optional<String> network = mapping.get("network").flatMap(ContainerReader::name);
    if (mapping.has("name")) {
      if (mapping.has("project") || mapping.has("service")) {
        value.refuse(
            "has a name and a service", "Keep 'name', or 'project' and 'service' of Compose");
      }
      return mapping
          .get("name")
          .flatMap(ContainerReader::name)
          .map(name -> new ContainerReference(new ContainerReference.Named(name), network));
    }
    return service(mapping, network);
  }

  /** Reads what says it by Compose's names alone. */
  static Optional<ContainerReference> ofCompose(YamlValue value) {
    Optional<YamlMapping> mapping = value.mapping();
    return mapping.flatMap(
        compose -> {
          compose.only(SystemFileKeys.COMPOSE);
          return service(compose, compose.get("network").flatMap(ContainerReader::name));
        });
  }

  private static Optional<ContainerReference> service(
      YamlMapping mapping, Optional<String> network) {
    Optional<String> project =
        mapping
            .require("project", "Write 'name', or 'project' and 'service' of Compose")
            .flatMap(ContainerReader::name);
    Optional<String> service =
        mapping
            .require("service", "Name the service as the Compose file does")
            .flatMap(ContainerReader::name);
    return project.flatMap(
        p ->
            service.map(
                s -> new ContainerReference(new ContainerReference.OfService(p, s), network)));
  }

  /** A name as Docker takes it, of a container or of a network. */
  static Optional<String> name(YamlValue value) {
    return value.parsed(
        text -> Optional.of(text).filter(name -> NAME.matcher(name).matches()),
        "Write the name as 'docker ps' shows it");
  }

  static Optional<URI> engine(YamlValue value) {
    return value.parsed(
        text -> Optional.of(text).filter(t -> ENGINE.matcher(t).matches()).map(URI::create),
        "Write unix:///var/run/docker.sock or tcp://host:2375");
  }
}
