package dev.upkeep.system;

import dev.upkeep.system.docker.ContainerReference;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.util.Optional;

/** Makes a container component of its mapping. */
final class ContainerComponentReader {

  private ContainerComponentReader() {}

  static Optional<Component> read(String name, YamlMapping mapping) {
    mapping.only(SystemFileKeys.CONTAINER_COMPONENT);
    Optional<ContainerReference> container = which(mapping);
    Optional<HealthRule> health = mapping.get("health").flatMap(HttpReader::health);
    return container.map(which -> new ContainerComponent(name, which, health));
  }

  private static Optional<ContainerReference> which(YamlMapping mapping) {
    Optional<YamlValue> byName = mapping.get("container");
    Optional<YamlValue> compose = mapping.get("compose");
    if (byName.isPresent() && compose.isPresent()) {
      byName.get().refuse("stands beside 'compose'", "Keep one of them");
      return Optional.empty();
    }
    if (compose.isPresent()) {
      return compose.flatMap(ContainerReader::ofCompose);
    }
    return (byName.isPresent()
            ? byName
            : mapping.require(
                "container",
                "Write 'container: NAME' or 'compose: {project: lcbp3, service: backend}'"))
        .flatMap(ContainerReader::reference);
  }
}
