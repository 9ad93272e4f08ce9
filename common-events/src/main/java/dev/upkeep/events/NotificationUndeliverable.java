package dev.upkeep.events;

/** The channel's server refused the message for good, or the message is too old to matter. */
public record NotificationUndeliverable(DeliveryRef delivery, String reason, int attempts)
    implements NotificationEvent {}
