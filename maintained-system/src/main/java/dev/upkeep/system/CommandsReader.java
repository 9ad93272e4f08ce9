package dev.upkeep.system;

import dev.upkeep.system.NamedCommand.Again;
import dev.upkeep.system.NamedCommand.Argument;
import dev.upkeep.system.NamedCommand.Parameter;
import dev.upkeep.system.NamedCommand.Value;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads operators' own commands. */
final class CommandsReader {

  private static final Pattern PROGRAM = Pattern.compile("/[^\\p{Cntrl}]*[^/\\p{Cntrl}]");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:-]{0,63}");
  private static final String PROGRAM_REMEDY =
      "Write the program's absolute path and its arguments as a list: [/opt/dms/reindex, --all]";
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int LAST_EXIT_CODE = 255;

  private CommandsReader() {}

  static Map<String, NamedCommand> commands(
      YamlMapping mapping, Map<String, Component> components) {
    Map<String, NamedCommand> commands = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (name, value) -> {
              if (Names.parse(name).isEmpty()) {
                value.refuse("is no command's name", Names.REMEDY);
              }
              value
                  .mapping()
                  .flatMap(m -> command(name, m, components))
                  .ifPresent(command -> commands.put(name, command));
            });
    return commands;
  }

  private static Optional<NamedCommand> command(
      String name, YamlMapping mapping, Map<String, Component> components) {
    mapping.only(SystemFileKeys.COMMAND);
    Map<String, Parameter> parameters =
        mapping
            .get("parameters")
            .flatMap(YamlValue::mapping)
            .map(CommandsReader::parameters)
            .orElse(Map.of());
    List<Argument> run =
        mapping
            .require("run", PROGRAM_REMEDY)
            .map(value -> arguments(value, parameters))
            .orElse(List.of());
    Optional<String> inside = mapping.get("in").flatMap(value -> container(value, components));
    Optional<String> user = mapping.get("user").flatMap(CommandsReader::user);
    if (mapping.has("user") && !mapping.has("in")) {
      mapping
          .get("user")
          .orElseThrow()
          .refuse(
              "needs 'in'", "On its own machine a worker runs commands as itself: remove the key");
    }
    List<Argument> probe = optional(mapping, "probe", parameters);
    List<Argument> undo = optional(mapping, "undo", parameters);
    Optional<Boolean> repeatable = mapping.get("repeatable").flatMap(YamlValue::truth);
    if (repeatable.orElse(false) && mapping.has("probe")) {
      mapping
          .get("probe")
          .orElseThrow()
          .refuse("stands beside 'repeatable: true'", "Keep one of them");
      return Optional.empty();
    }
    Optional<String> folder = mapping.get("folder").flatMap(CommandsReader::folder);
    Map<String, Value> environment =
        mapping
            .get("environment")
            .flatMap(YamlValue::mapping)
            .map(CommandsReader::environment)
            .orElse(Map.of());
    SortedSet<Integer> expect =
        mapping.get("expect").map(CommandsReader::codes).orElseGet(() -> new TreeSet<>(List.of(0)));
    Duration limit = HttpReader.duration(mapping, "limit", LIMIT);
    if (limit.compareTo(NamedCommand.LONGEST_LIMIT) > 0) {
      mapping.get("limit").orElseThrow().refuse("is longer than a day", "Write 1d or less");
    }
    if (run.isEmpty() || expect.isEmpty() || (mapping.has("probe") && probe.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new NamedCommand(
            name,
            run,
            inside,
            folder,
            user,
            environment,
            parameters,
            limit,
            expect,
            again(repeatable, probe),
            probe,
            undo));
  }

  private static Again again(Optional<Boolean> repeatable, List<Argument> probe) {
    if (!probe.isEmpty()) {
      return Again.PROBED;
    }
    return repeatable.orElse(false) ? Again.REPEATABLE : Again.ASKS;
  }

  private static List<Argument> optional(
      YamlMapping mapping, String key, Map<String, Parameter> parameters) {
    return mapping.get(key).map(value -> arguments(value, parameters)).orElse(List.of());
  }

  private static List<Argument> arguments(YamlValue value, Map<String, Parameter> parameters) {
    List<Argument> arguments = new ArrayList<>();
    List<YamlValue> written = value.list();
    for (YamlValue item : written) {
      if (item.isMapping()) {
        item.mapping().flatMap(m -> told(m, parameters)).ifPresent(arguments::add);
      } else {
        item.text().map(Argument.Fixed::new).ifPresent(arguments::add);
      }
    }
    if (arguments.size() < written.size()) {
      return List.of();
    }
    if (arguments.isEmpty()
        || !(arguments.getFirst() instanceof Argument.Fixed(String program))
        || !PROGRAM.matcher(program).matches()) {
      if (value.isList()) {
        value.refuse("does not begin with the absolute path of a program", PROGRAM_REMEDY);
      }
      return List.of();
    }
    return arguments;
  }

  private static Optional<Argument> told(YamlMapping mapping, Map<String, Parameter> parameters) {
    mapping.only(SystemFileKeys.ARGUMENT);
    String after = mapping.get("after").flatMap(YamlValue::text).orElse("");
    return mapping
        .require("parameter", "Name the parameter: {parameter: tenant}")
        .flatMap(
            value ->
                value.parsed(
                    name -> Optional.of(name).filter(parameters::containsKey),
                    "Describe it below 'parameters', or name one that is there"))
        .map(name -> new Argument.Told(name, after));
  }

  private static Map<String, Parameter> parameters(YamlMapping mapping) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (name, value) -> {
              if (Names.parse(name).isEmpty()) {
                value.refuse("is no parameter's name", Names.REMEDY);
              }
              value
                  .mapping()
                  .flatMap(m -> parameter(m, value))
                  .ifPresent(parameter -> parameters.put(name, parameter));
            });
    return parameters;
  }

  private static Optional<Parameter> parameter(YamlMapping mapping, YamlValue value) {
    mapping.only(SystemFileKeys.PARAMETER);
    boolean number = mapping.has("least") && mapping.has("most");
    if (mapping.keys().size() == 2 && number) {
      Optional<Long> least = mapping.get("least").flatMap(CommandsReader::whole);
      Optional<Long> most = mapping.get("most").flatMap(CommandsReader::whole);
      return least.flatMap(from -> most.map(to -> new Parameter.Whole(from, to)));
    }
    if (mapping.keys().size() == 1 && mapping.has("one-of")) {
      List<String> among =
          mapping.get("one-of").orElseThrow().oneOrMore().stream()
              .map(YamlValue::text)
              .flatMap(Optional::stream)
              .toList();
      return Optional.of(new Parameter.Choice(among));
    }
    if (mapping.keys().size() == 1 && mapping.has("matches")) {
      return mapping
          .get("matches")
          .flatMap(
              text ->
                  text.parsed(
                      CommandsReader::pattern,
                      "Write a regular expression of Java that the whole text has to match"))
          .map(Parameter.Matching::new);
    }
    value.refuse(
        "does not say what can be told",
        "Write {least: 1, most: 100}, {one-of: [a, b]} or {matches: '[a-z]{1,20}'}");
    return Optional.empty();
  }

  private static Optional<Pattern> pattern(String text) {
    try {
      return Optional.of(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> whole(YamlValue value) {
    Optional<Long> number = value.plain().filter(Long.class::isInstance).map(Long.class::cast);
    if (number.isEmpty()) {
      value.refuse("is no whole number", "Write one: 100");
    }
    return number;
  }

  private static Map<String, Value> environment(YamlMapping mapping) {
    Map<String, Value> environment = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (name, value) -> {
              if (!VARIABLE.matcher(name).matches() || name.startsWith("UPKEEP_")) {
                value.refuse(
                    "is no variable's name that can be had",
                    "Write letters, digits and underscores, not beginning with UPKEEP_");
              }
              value
                  .text()
                  .map(
                      text ->
                          SecretReference.parse(text)
                              .<Value>map(Value.Kept::new)
                              .orElseGet(() -> new Value.Text(text)))
                  .ifPresent(read -> environment.put(name, read));
            });
    return environment;
  }

  private static SortedSet<Integer> codes(YamlValue value) {
    SortedSet<Integer> codes = new TreeSet<>();
    for (YamlValue item : value.oneOrMore()) {
      whole(item)
          .ifPresent(
              code -> {
                if (code < 0 || code > LAST_EXIT_CODE) {
                  item.refuse("is no exit code", "Write 0 to 255");
                } else {
                  codes.add(code.intValue());
                }
              });
    }
    return codes;
  }

  private static Optional<String> container(YamlValue value, Map<String, Component> components) {
    return value.parsed(
        name -> Optional.of(name).filter(n -> components.get(n) instanceof ContainerComponent),
        "Name a component of kind 'container', or remove the key: the worker's own machine then");
  }

  private static Optional<String> user(YamlValue value) {
    return value.parsed(
        text -> Optional.of(text).filter(t -> USER.matcher(t).matches()),
        "Write a name or numbers: node, \"1000:1000\"");
  }

  private static Optional<String> folder(YamlValue value) {
    return value.parsed(
        text -> Optional.of(text).filter(t -> t.matches("/[^\\p{Cntrl}]*")),
        "Write an absolute path");
  }
}
