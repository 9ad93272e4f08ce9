package dev.upkeep.system;

import dev.upkeep.system.docker.DockerEngine;
import dev.upkeep.system.yaml.LaterRelease;
import dev.upkeep.system.yaml.Suggestions;
import dev.upkeep.system.yaml.YamlFile;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a system of a YAML file. */
final class SystemReader {

  private static final List<String> KINDS =
      List.of(
          MariaDbComponent.KIND,
          RedisComponent.KIND,
          FilesComponent.KIND,
          NginxComponent.KIND,
          ContainerComponent.KIND);

  private SystemReader() {}

  /** The system, or nothing where a part without which there is none is missing or wrong. */
  static Optional<MaintainedSystem> read(YamlFile file) {
    YamlMapping root = file.root().only(SystemFileKeys.SYSTEM);
    Optional<String> name =
        root.require("system", "Name the system: 'system: lcbp3-dms'")
            .flatMap(value -> value.parsed(Names::parse, Names.REMEDY));
    Optional<String> title = root.get("title").flatMap(YamlValue::text);
    Map<String, Component> components =
        root.require("components", "List what is maintained: 'components: {database: …}'")
            .flatMap(YamlValue::mapping)
            .map(SystemReader::components)
            .orElse(Map.of());
    List<Person> people = root.get("people").map(PeopleReader::people).orElse(List.of());
    List<Subscription> subscriptions =
        root.get("subscriptions")
            .map(value -> PeopleReader.subscriptions(value, people))
            .orElse(List.of());
    URI docker = root.get("docker").flatMap(ContainerReader::engine).orElse(DockerEngine.USUAL);
    Map<String, NamedCommand> commands =
        root.get("commands")
            .flatMap(YamlValue::mapping)
            .map(mapping -> CommandsReader.commands(mapping, components))
            .orElse(Map.of());
    List<SmokeTest> smokeTests =
        root.get("smoke-tests")
            .map(list -> SmokeTestsReader.tests(list, components, commands))
            .orElse(List.of());
    return name.map(
        n ->
            new MaintainedSystem(
                n,
                title.orElse(n),
                components,
                people,
                subscriptions,
                docker,
                smokeTests,
                commands,
                file.hash()));
  }

  private static Map<String, Component> components(YamlMapping mapping) {
    Map<String, Component> components = new LinkedHashMap<>();
    if (mapping.keys().isEmpty()) {
      mapping.problems().report(mapping.place(), "there is no component", "Describe at least one");
    }
    mapping
        .entries()
        .forEach(
            (name, value) -> {
              if (Names.parse(name).isEmpty()) {
                mapping
                    .problems()
                    .report(
                        mapping.placeOf(name), "'" + name + "' is no component name", Names.REMEDY);
              }
              value
                  .mapping()
                  .flatMap(m -> component(name, m))
                  .ifPresent(component -> components.put(name, component));
            });
    FilesReader.checkWhatTheyBelongTo(mapping, components);
    return components;
  }

  private static Optional<Component> component(String name, YamlMapping mapping) {
    Optional<YamlValue> kind =
        mapping.require("kind", "Say what it is: one of " + String.join(", ", KINDS));
    return kind.flatMap(YamlValue::text)
        .flatMap(
            text ->
                switch (text) {
                  case MariaDbComponent.KIND -> ComponentReader.mariaDb(name, mapping);
                  case RedisComponent.KIND -> RedisReader.read(name, mapping);
                  case FilesComponent.KIND -> FilesReader.read(name, mapping);
                  case NginxComponent.KIND -> NginxReader.read(name, mapping);
                  case ContainerComponent.KIND -> ContainerComponentReader.read(name, mapping);
                  default -> noSuchKind(kind.get(), text);
                });
  }

  private static Optional<Component> noSuchKind(YamlValue kind, String text) {
    if (LaterRelease.COMPONENT_KINDS.contains(text)) {
      kind.refuse(
          "cannot be '" + text + "': that is not yet supported in this release",
          "Remove the component; known here: " + String.join(", ", KINDS));
    } else {
      kind.refuse("cannot be " + YamlValue.quoted(text), Suggestions.among(text, KINDS));
    }
    return Optional.empty();
  }
}
