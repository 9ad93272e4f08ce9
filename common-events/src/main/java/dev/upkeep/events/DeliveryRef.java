package dev.upkeep.events;

import java.util.UUID;

/**
 * One message to one recipient over one channel.
 *
 * @param recipient the person's name in the system file, never an address
 * @param channel {@code email} or {@code chat}
 * @param subject the message's subject line
 * @param causedBy the CloudEvents id of the event that the message tells of
 */
public record DeliveryRef(
    UUID deliveryId,
    String system,
    String recipient,
    String channel,
    String subject,
    UUID causedBy) {}
