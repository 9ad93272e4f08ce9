package dev.upkeep.deploy.command;

import java.util.Map;

/**
 * What {@code command.run} can be told.
 *
 * @param command what the system file calls it
 * @param parameters what it is told, by the names that the system file gives them
 */
public record CommandRunParameters(String command, Map<String, Object> parameters) {
  public CommandRunParameters {
    parameters = Map.copyOf(parameters);
  }
}
