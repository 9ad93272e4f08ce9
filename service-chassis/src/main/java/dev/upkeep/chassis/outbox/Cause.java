package dev.upkeep.chassis.outbox;

import dev.upkeep.events.envelope.EventEnvelope;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an event follows from.
 *
 * @param correlationId the one id carried through everything that one trigger caused
 * @param traceparent the W3C trace context to continue, where there is one
 */
public record Cause(UUID correlationId, @Nullable String traceparent) {
  /** What follows from an event. */
  public static Cause of(EventEnvelope<?> event) {
    return new Cause(event.correlationId(), event.traceparent());
  }
}
