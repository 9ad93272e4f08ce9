/**
 * Who is told what, by the subscriptions in the system files. Front door: {@link
 * dev.upkeep.notification.stakeholder.Addressing}.
 */
@NullMarked
package dev.upkeep.notification.stakeholder;

import org.jspecify.annotations.NullMarked;
