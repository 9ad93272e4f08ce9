package dev.upkeep.notification.delivery;

import dev.upkeep.notification.stakeholder.Addressee;
import java.util.Optional;
import java.util.UUID;

/**
 * One delivery that was decided on.
 *
 * @param answersTo the delivery before it in the thread, to the same address
 * @param supersededBecause why it is not sent, where it is not
 */
public record Planned(
    Addressee addressee, Optional<UUID> answersTo, Optional<String> supersededBecause) {}
