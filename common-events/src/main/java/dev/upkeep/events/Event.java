package dev.upkeep.events;

/**
 * A fact that one service tells the others. Instants are UTC; durations are ISO-8601; identifiers
 * are UUIDs.
 *
 * <p>Every record below is version 1 of its type: a field may be added, none may be removed or
 * change its meaning. What would break a reader becomes a new record with the next major version in
 * {@link EventType}.
 */
public sealed interface Event
    permits DueEvent, RunEvent, RunbookEvent, FindingEvent, NotificationEvent, TaskAnnounced {

  /** The maintained system this is about, or {@code upkeep} where it is about Upkeep itself. */
  String system();

  /** The key on Kafka: events with the same key on the same topic keep their order. */
  String key();
}
