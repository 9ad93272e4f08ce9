package dev.upkeep.notification.delivery;

import dev.upkeep.notification.message.Notice;
import dev.upkeep.notification.stakeholder.Addressee;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One thing that somebody was told about a runbook run, or is about to be, or was spared.
 *
 * @param asOf the instant the news was of
 */
public record Told(
    UUID deliveryId,
    Addressee addressee,
    Notice.Kind kind,
    Optional<UUID> taskRunId,
    Instant asOf,
    DeliveryState state) {

  /** Whether the recipient has it, or will as far as is known. */
  public boolean arrives() {
    return switch (state) {
      case QUEUED, ATTEMPTING, ACCEPTED -> true;
      case UNDELIVERABLE, SUPERSEDED -> false;
    };
  }
}
