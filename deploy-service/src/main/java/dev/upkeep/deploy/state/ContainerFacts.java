package dev.upkeep.deploy.state;

import dev.upkeep.system.docker.ContainerChanges;
import dev.upkeep.system.docker.ContainerDefinition;
import dev.upkeep.system.docker.ContainerReference;
import dev.upkeep.system.docker.ContainerView;
import dev.upkeep.system.docker.DockerEngine;
import dev.upkeep.system.docker.EngineProblem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is to be known of a component's containers. */
final class ContainerFacts {

  private ContainerFacts() {}

  static void put(
      URI address, ContainerReference.Which which, String component, Map<String, String> facts)
      throws EngineProblem {
    try (DockerEngine engine = DockerEngine.at(address);
        ContainerChanges definitions = ContainerChanges.at(address)) {
      for (ContainerView container : engine.containers(which)) {
        Optional<ContainerDefinition> definition = definitions.definition(container.name());
        if (definition.isPresent()) {
          String image = definition.get().imageId();
          put(
              definition.get(),
              definitions.digestOf(image).orElse(image),
              component + "/" + container.name(),
              facts);
        }
      }
    }
  }

  private static void put(
      ContainerDefinition container, String digest, String name, Map<String, String> facts) {
    facts.put(name + "/container", container.id());
    facts.put(name + "/image", digest);
    facts.put(name + "/image-name", container.imageName());
    facts.put(name + "/state", container.state().status());
    facts.put(name + "/restarts", String.valueOf(container.state().restarts()));
    facts.put(name + "/restart-policy", container.restartPolicy());
    facts.put(name + "/ports", String.join(" ", container.publishedPorts()));
    facts.put(name + "/networks", String.join(" ", container.addresses().keySet()));
    // Secrets are among the variables; a checksum tells that something changed, and not what.
    facts.put(name + "/environment", Checksum.of(container.environment()));
    facts.put(name + "/mounts", Checksum.of(mounts(container)));
    container
        .label("com.docker.compose.config-hash")
        .ifPresent(hash -> facts.put(name + "/compose-hash", hash));
  }

  private static List<String> mounts(ContainerDefinition container) {
    List<String> mounts =
        new ArrayList<>(container.mounts().stream().map(Object::toString).toList());
    mounts.sort(String::compareTo);
    return mounts;
  }
}
