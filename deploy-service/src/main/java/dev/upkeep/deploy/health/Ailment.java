package dev.upkeep.deploy.health;

import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding;

/**
 * Something that is wrong with a component.
 *
 * @param kind of the finding, as in {@code health.no-answer}
 * @param what is wrong, in words for an operator
 * @param remedy what can be done about it
 */
record Ailment(String kind, String what, String remedy) {

  /** The component is not there for those who need it. */
  static final String NO_ANSWER = "health.no-answer";

  /** It is there, and slow. */
  static final String SLOW = "health.slow";

  Sighting sighting(String component) {
    return new Sighting(
        kind,
        component,
        kind.equals(SLOW) ? Finding.Severity.WARNING : Finding.Severity.HIGH,
        what,
        remedy,
        Evidence.of("wrong", what));
  }
}
