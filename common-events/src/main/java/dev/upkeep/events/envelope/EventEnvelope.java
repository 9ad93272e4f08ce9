package dev.upkeep.events.envelope;

import dev.upkeep.events.Event;
import dev.upkeep.events.EventType;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event with what CloudEvents 1.0 says around it.
 *
 * @param id unique with {@code source}; the same id again is the same event again
 * @param source which instance of which service says it, as in {@code /upkeep/scheduler-service}
 * @param time when the fact came to be, UTC
 * @param correlationId the one id carried through everything that one trigger caused
 * @param sequence counts the events of one key on one topic from 1; a gap is reported, never waited
 *     for
 * @param traceparent the W3C trace context of what caused the event
 */
public record EventEnvelope<E extends Event>(
    UUID id,
    URI source,
    Instant time,
    UUID correlationId,
    long sequence,
    @Nullable String traceparent,
    E event) {

  /** The CloudEvents {@code type}. */
  public EventType type() {
    return EventType.of(event);
  }

  /** The CloudEvents {@code subject}: the maintained system. */
  public String subject() {
    return event.system();
  }
}
