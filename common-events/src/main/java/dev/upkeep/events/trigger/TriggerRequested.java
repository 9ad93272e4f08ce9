package dev.upkeep.events.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person, or a service, asks for a runbook to be run now. Travels on {@code upkeep.triggers} as
 * the payload of a DSSE envelope, see {@link Dsse}.
 *
 * @param triggerId chosen by the sender; the same id again is the same trigger again
 * @param actor who asks, as the signing key is enrolled
 * @param system the maintained system
 * @param runbook the runbook to run
 * @param parameters by {@code task.name}, or by {@code name} alone where only one task of the
 *     runbook has it
 * @param dryRun whether only a plan is wanted
 * @param reason why, for the record
 * @param issuedAt when it was signed, UTC; at most {@link #MAX_AHEAD} in the reader's future
 * @param expiresAt at most {@link #MAX_LIFE} after {@code issuedAt}; from then on it is refused
 */
public record TriggerRequested(
    UUID triggerId,
    String actor,
    String system,
    String runbook,
    Map<String, Object> parameters,
    boolean dryRun,
    @Nullable String reason,
    Instant issuedAt,
    Instant expiresAt) {

  /** How long a trigger may be good for. */
  public static final Duration MAX_LIFE = Duration.ofMinutes(15);

  /** How far the sender's clock may be ahead of the reader's. */
  public static final Duration MAX_AHEAD = Duration.ofSeconds(60);

  public TriggerRequested {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** Why its times forbid to act on it at this instant, for people; nothing where they allow it. */
  public Optional<String> untimelyAt(Instant now) {
    if (!expiresAt.isAfter(issuedAt)) {
      return Optional.of("it expires (%s) before it is issued (%s)".formatted(expiresAt, issuedAt));
    }
    if (Duration.between(issuedAt, expiresAt).compareTo(MAX_LIFE) > 0) {
      return Optional.of(
          "it is good for longer than %d minutes: issued %s, expires %s"
              .formatted(MAX_LIFE.toMinutes(), issuedAt, expiresAt));
    }
    if (issuedAt.isAfter(now.plus(MAX_AHEAD))) {
      return Optional.of(
          "it was issued at %s, more than %d s ahead of this clock (%s): set the sender's clock"
              .formatted(issuedAt, MAX_AHEAD.toSeconds(), now));
    }
    if (!expiresAt.isAfter(now)) {
      return Optional.of("it expired at %s: sign a new one".formatted(expiresAt));
    }
    return Optional.empty();
  }
}
