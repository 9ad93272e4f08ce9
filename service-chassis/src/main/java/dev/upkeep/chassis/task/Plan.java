package dev.upkeep.chassis.task;

import dev.upkeep.events.Evidence;

/**
 * What a step would do.
 *
 * @param line one sentence for people
 * @param figures what is known beforehand: rows, bytes, seconds
 */
public record Plan(String line, Evidence figures) {
  public static Plan of(String line) {
    return new Plan(line, Evidence.none());
  }
}
