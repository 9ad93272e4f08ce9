package dev.upkeep.deploy.command;

import dev.upkeep.system.NamedCommand;
import dev.upkeep.system.NamedCommand.Argument;
import dev.upkeep.system.NamedCommand.Parameter;
import dev.upkeep.system.yaml.YamlValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a program gets as its arguments: told values go in whole, and only where they fit. */
final class Arguments {

  private Arguments() {}

  /** Why these values will not do for the command, if they will not. */
  static Optional<String> problem(NamedCommand command, Map<String, Object> told) {
    for (String name : told.keySet()) {
      if (!command.parameters().containsKey(name)) {
        return Optional.of(
            "The command %s has no parameter '%s', it has %s"
                .formatted(command.name(), name, command.parameters().keySet()));
      }
    }
    for (Map.Entry<String, Parameter> parameter : command.parameters().entrySet()) {
      Object value = told.get(parameter.getKey());
      if (value == null) {
        return Optional.of(
            "The command %s needs the parameter '%s'"
                .formatted(command.name(), parameter.getKey()));
      }
      if (!fits(parameter.getValue(), value)) {
        return Optional.of(
            "The parameter '%s' of %s cannot be %s"
                .formatted(parameter.getKey(), command.name(), YamlValue.quoted(value.toString())));
      }
    }
    return optionInDisguise(command, told);
  }

  private static boolean fits(Parameter parameter, Object value) {
    return switch (parameter) {
      case Parameter.Whole(long least, long most) -> isBetween(value, least, most);
      case Parameter.Choice(List<String> among) ->
          value instanceof String text && among.contains(text);
      case Parameter.Matching matching ->
          value instanceof String text
              && text.chars().noneMatch(Character::isISOControl)
              && matching.pattern().matcher(text).matches();
    };
  }

  private static boolean isBetween(Object value, long least, long most) {
    if (!(value instanceof Integer || value instanceof Long || value instanceof BigInteger)) {
      return false;
    }
    BigInteger number = new BigInteger(value.toString());
    return number.compareTo(BigInteger.valueOf(least)) >= 0
        && number.compareTo(BigInteger.valueOf(most)) <= 0;
  }

  /** Text that begins with a hyphen would be an option of the program's. */
  private static Optional<String> optionInDisguise(NamedCommand command, Map<String, Object> told) {
    List<Argument> all = new ArrayList<>(command.run());
    all.addAll(command.probe());
    all.addAll(command.undo());
    for (Argument argument : all) {
      if (argument instanceof Argument.Told(String name, String prefix)
          && prefix.isEmpty()
          && told.get(name) instanceof String text
          && text.startsWith("-")
          && !(command.parameters().get(name) instanceof Parameter.Choice)) {
        return Optional.of(
            "The parameter '%s' of %s begins with a hyphen, which the program would take for an option"
                .formatted(name, command.name()));
      }
    }
    return Optional.empty();
  }

  /** The program and its arguments, with values that {@link #problem} found none with. */
  static List<String> filled(List<Argument> arguments, Map<String, Object> told) {
    return arguments.stream()
        .map(
            argument ->
                switch (argument) {
                  case Argument.Fixed(String text) -> text;
                  case Argument.Told(String name, String prefix) -> prefix + told.get(name);
                })
        .toList();
  }
}
