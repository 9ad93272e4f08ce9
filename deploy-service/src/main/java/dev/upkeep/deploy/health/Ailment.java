package dev.upkeep.deploy.health;

import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding;
import dev.upkeep.events.Finding.Severity;

/**
 * Something that is wrong with a component.
 *
 * @param kind what sort of thing
 * @param subject which part of the component: a container's name, an address, the component's name
 * @param what is wrong, in words for an operator: a sentence without its end
 * @param remedy what can be done about it
 * @param severity how bad it is
 * @param fails whether the component is not well for it; else it is only worth knowing
 */
record Ailment(
    Kind kind,
    String subject,
    String what,
    String remedy,
    Finding.Severity severity,
    boolean fails) {

  /** What can be wrong. A run looks for all of it, so that what is gone is resolved. */
  enum Kind {
    /** Nothing answers, or not in time. */
    NO_ANSWER("health.no-answer"),
    /** Something answers that is not the right thing. */
    WRONG_ANSWER("health.wrong-answer"),
    /** The right answer comes too late. */
    SLOW("health.slow"),
    /** A container is not there or does not run. */
    CONTAINER("health.container"),
    /** The engine starts a container again and again. */
    RESTARTS("health.restarts"),
    /** A container's own health check says no. */
    UNHEALTHY("health.unhealthy"),
    /** Clients do not trust the certificate, or will not for long. */
    CERTIFICATE("health.certificate");

    private final String finding;

    Kind(String finding) {
      this.finding = finding;
    }

    /** As findings call it. */
    String finding() {
      return finding;
    }
  }

  /** Something for which the component is not well. */
  static Ailment of(Kind kind, String subject, String what, String remedy) {
    return new Ailment(
        kind, subject, what, remedy, kind == Kind.SLOW ? Severity.WARNING : Severity.HIGH, true);
  }

  Sighting sighting() {
    return new Sighting(
        kind.finding(), subject, severity, what, remedy, Evidence.of("wrong", what));
  }
}
