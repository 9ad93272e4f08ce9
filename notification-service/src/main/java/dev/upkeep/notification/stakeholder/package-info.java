/**
 * Who is told what, by the subscriptions in the system files. Front doors: {@link
 * dev.upkeep.notification.stakeholder.Stakeholders}, {@link
 * dev.upkeep.notification.stakeholder.Addressing}.
 */
@NullMarked
package dev.upkeep.notification.stakeholder;

import org.jspecify.annotations.NullMarked;
