package dev.upkeep.notification.channel;

import dev.upkeep.notification.message.Message;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One message to one recipient over one channel, ready to be sent.
 *
 * @param deliveryId the same at every attempt: what receivers recognise a repetition by
 * @param thread what the message belongs to: the runbook run
 * @param answersTo the delivery before it in the same thread, to the same recipient
 * @param system the maintained system
 * @param recipient the person's name in the system file
 * @param address where the channel reaches them
 * @param writtenAt when the message came to be
 */
public record Letter(
    UUID deliveryId,
    UUID thread,
    Optional<UUID> answersTo,
    String system,
    String recipient,
    String address,
    Instant writtenAt,
    Message message) {}
