/**
 * The ledger of deliveries, and the senders that work it off: what is to be told is written down
 * first, then sent until a server has taken it or it no longer matters. Front doors: {@link
 * dev.upkeep.notification.delivery.Threads}, {@link dev.upkeep.notification.delivery.Deliveries}.
 */
@NullMarked
package dev.upkeep.notification.delivery;

import org.jspecify.annotations.NullMarked;
