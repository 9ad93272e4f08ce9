/** Events written in the transaction that makes them true, and sent afterwards. */
@NullMarked
package dev.upkeep.chassis.outbox;

import org.jspecify.annotations.NullMarked;
