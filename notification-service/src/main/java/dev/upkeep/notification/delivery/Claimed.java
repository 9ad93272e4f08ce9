package dev.upkeep.notification.delivery;

import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.events.DeliveryRef;
import dev.upkeep.events.Event;
import dev.upkeep.events.EventType;
import dev.upkeep.events.envelope.EventJson;
import dev.upkeep.notification.channel.Letter;
import dev.upkeep.notification.message.Composer;
import dev.upkeep.notification.message.Notice;
import dev.upkeep.notification.message.Reader;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A delivery that this sender holds until its lease ends.
 *
 * @param fence this sender's number: with an older one nothing can be written down
 * @param attempt which attempt it is, from 1
 * @param possibleDuplicate whether an earlier attempt may have been accepted
 * @param eventType the wire name of the event that people are told about
 * @param event its data as JSON
 */
record Claimed(
    DeliveryRef delivery,
    long fence,
    int attempt,
    boolean possibleDuplicate,
    UUID runbookRunId,
    Optional<UUID> answersTo,
    String address,
    Reader reader,
    String eventType,
    String event,
    String title,
    Cause cause,
    Instant writtenAt) {

  /**
   * The letter as the channel takes it: the same at every attempt.
   *
   * @throws IllegalStateException if this version cannot read the event
   */
  Letter letter() {
    return new Letter(
        delivery.deliveryId(),
        runbookRunId,
        answersTo,
        delivery.system(),
        delivery.recipient(),
        address,
        writtenAt,
        new Composer(reader).compose(notice(), title));
  }

  private Notice notice() {
    Event read =
        EventType.named(eventType)
            .map(EventType::payload)
            .map(payload -> (Event) EventJson.mapper().readValue(event, payload))
            .orElseThrow(
                () -> new IllegalStateException("this version does not know " + eventType));
    return Notice.in(read)
        .orElseThrow(() -> new IllegalStateException(eventType + " is nothing people are told"));
  }
}
