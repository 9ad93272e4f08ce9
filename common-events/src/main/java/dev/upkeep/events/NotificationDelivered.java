package dev.upkeep.events;

import java.time.Instant;

/**
 * The channel's server accepted the message.
 *
 * @param possibleDuplicate whether a crash leaves open that the server accepted it more than once
 */
public record NotificationDelivered(
    DeliveryRef delivery, Instant acceptedAt, int attempts, boolean possibleDuplicate)
    implements NotificationEvent {}
