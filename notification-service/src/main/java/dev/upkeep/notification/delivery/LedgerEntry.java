package dev.upkeep.notification.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as operators see it. Instants are UTC.
 *
 * @param system the maintained system
 * @param kind what sort of news it is, as in {@code task-failed}
 * @param recipient the person's name in the system file; addresses are not shown
 * @param possibleDuplicate whether the recipient may have got it more than once
 * @param nextAttemptAt absent once it has ended
 * @param problem the last trouble, or why it was not sent
 * @param remedy what to do about it
 */
record LedgerEntry(
    UUID deliveryId,
    String system,
    String runbook,
    UUID runbookRunId,
    String kind,
    String recipient,
    String channel,
    String subject,
    DeliveryState state,
    int attempts,
    boolean possibleDuplicate,
    Instant createdAt,
    @Nullable Instant nextAttemptAt,
    @Nullable Instant endedAt,
    @Nullable String problem,
    @Nullable String remedy) {}
