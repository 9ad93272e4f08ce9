package dev.upkeep.system.command;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What is to be started.
 *
 * @param command an absolute program and its arguments, which reach it as they are
 * @param environment its variables
 * @param folder that it works in
 * @param user who it is in a container
 * @param mark what all that it starts bears in its environment, so that it can be found and ended
 */
public record Launch(
    List<String> command,
    Map<String, String> environment,
    Optional<String> folder,
    Optional<String> user,
    UUID mark) {

  /** The variable that bears the mark. */
  public static final String MARK = "UPKEEP_COMMAND";

  public Launch {
    command = List.copyOf(command);
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
  }

  /** The environment with the mark in it. */
  Map<String, String> marked() {
    Map<String, String> marked = new TreeMap<>(environment);
    marked.put(MARK, mark.toString());
    return marked;
  }

  /** Without the values of the environment, which may be secrets. */
  @Override
  public String toString() {
    return command.getFirst() + " with " + (command.size() - 1) + " arguments";
  }
}
