package dev.upkeep.events.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * @param issuedAt when it was signed, UTC; more than 60 s in the future is refused
 * @param expiresAt at most {@link #MAX_LIFE} after {@code issuedAt}; later it is refused
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

  public TriggerRequested {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
