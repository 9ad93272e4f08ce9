package dev.upkeep.events;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Something that looking brought to light.
 *
 * @param fingerprint what makes it the same finding when it is found again
 * @param kind what sort of thing it is, as in {@code database.no-primary-key}
 * @param title one sentence for people
 * @param remedy what to do about it
 * @param owner who looks after the component, where the system file says so
 * @param acceptedUntil until when somebody accepted it: a day in UTC, that day included
 */
public record Finding(
    String fingerprint,
    String system,
    String component,
    String kind,
    Severity severity,
    String title,
    String remedy,
    Evidence evidence,
    Instant firstSeen,
    Instant lastSeen,
    @Nullable String owner,
    @Nullable LocalDate acceptedUntil) {

  /** How much it matters. */
  public enum Severity {
    /** Good to know. */
    INFO,
    /** Should be looked at. */
    WARNING,
    /** Will hurt soon. */
    HIGH,
    /** Hurts now. */
    CRITICAL
  }
}
