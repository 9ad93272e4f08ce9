package dev.upkeep.system;

import dev.upkeep.system.NamedCommand.Again;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what must be true of a system that works. */
final class SmokeTestsReader {

  private static final List<String> OF_PAGES =
      List.of("url", "expect", "body", "header", "max-latency", "limit", "tls-ca");
  private static final List<String> OF_QUERIES = List.of("sql", "value");
  private static final List<String> OF_COMMANDS = List.of("command", "parameters");

  private SmokeTestsReader() {}

  static List<SmokeTest> tests(
      YamlValue list, Map<String, Component> components, Map<String, NamedCommand> commands) {
    List<SmokeTest> tests = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlValue item : list.list()) {
      Optional<SmokeTest> test =
          item.mapping().flatMap(mapping -> test(item, mapping, components, commands));
      if (test.isPresent() && !names.add(test.get().name())) {
        item.refuse(
            "is a second smoke test called '%s'".formatted(test.get().name()),
            "Rename one of them");
      }
      test.ifPresent(tests::add);
    }
    return tests;
  }

  private static Optional<SmokeTest> test(
      YamlValue item,
      YamlMapping mapping,
      Map<String, Component> components,
      Map<String, NamedCommand> commands) {
    mapping.only(SystemFileKeys.SMOKE_TEST);
    Optional<String> name =
        mapping
            .require("name", "Name the smoke test")
            .flatMap(value -> value.parsed(Names::parse, Names.REMEDY));
    if (mapping.has("url") && none(mapping, OF_QUERIES) && none(mapping, OF_COMMANDS)) {
      return page(name, mapping, components);
    }
    if (mapping.has("sql") && none(mapping, OF_PAGES) && none(mapping, OF_COMMANDS)) {
      return query(name, mapping, components);
    }
    if (mapping.has("command")
        && none(mapping, OF_PAGES)
        && none(mapping, OF_QUERIES)
        && !mapping.has("on")) {
      return ran(name, mapping, commands);
    }
    item.refuse(
        "does not say what is tried",
        "Write 'url' with what is expected, 'sql' with 'on' and 'value', or 'command' alone");
    return Optional.empty();
  }

  private static boolean none(YamlMapping mapping, List<String> keys) {
    return keys.stream().noneMatch(mapping::has);
  }

  private static Optional<SmokeTest> page(
      Optional<String> name, YamlMapping mapping, Map<String, Component> components) {
    Optional<HttpExpectation> expectation = HttpReader.expectation(mapping);
    Optional<String> on =
        mapping
            .get("on")
            .flatMap(value -> component(value, components, ContainerComponent.class, "container"));
    if (expectation.isPresent() && HttpReader.isOfContainer(expectation.get().url())) {
      mapping.require("on", "Say which component's container the host 'container' stands for");
    } else {
      mapping
          .get("on")
          .ifPresent(value -> value.refuse("means nothing beside this 'url'", "Remove the key"));
    }
    return name.flatMap(n -> expectation.map(e -> new SmokeTest.Page(n, e, on)));
  }

  private static Optional<SmokeTest> query(
      Optional<String> name, YamlMapping mapping, Map<String, Component> components) {
    Optional<String> on =
        mapping
            .require("on", "Say which database is asked: 'on: database'")
            .flatMap(value -> component(value, components, MariaDbComponent.class, "mariadb"));
    Optional<String> sql = mapping.get("sql").flatMap(TuningReader::select);
    Optional<String> value = mapping.get("value").flatMap(YamlValue::plain).map(String::valueOf);
    return name.flatMap(n -> on.flatMap(o -> sql.map(s -> new SmokeTest.Query(n, o, s, value))));
  }

  private static Optional<SmokeTest> ran(
      Optional<String> name, YamlMapping mapping, Map<String, NamedCommand> commands) {
    Optional<String> command =
        mapping
            .get("command")
            .flatMap(
                value ->
                    value.parsed(
                        text ->
                            Optional.ofNullable(commands.get(text))
                                .filter(known -> known.again() == Again.REPEATABLE)
                                .map(NamedCommand::name),
                        "Name one of 'commands' that says 'repeatable: true'"));
    Map<String, Object> parameters =
        mapping
            .get("parameters")
            .flatMap(YamlValue::mapping)
            .map(YamlMapping::plain)
            .orElse(Map.of());
    return name.flatMap(n -> command.map(c -> new SmokeTest.Ran(n, c, parameters)));
  }

  private static Optional<String> component(
      YamlValue value,
      Map<String, Component> components,
      Class<? extends Component> type,
      String kind) {
    return value.parsed(
        name -> Optional.of(name).filter(n -> type.isInstance(components.get(n))),
        "Name a component of kind '" + kind + "'");
  }
}
