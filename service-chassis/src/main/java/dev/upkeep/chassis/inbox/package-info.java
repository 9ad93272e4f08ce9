/**
 * Events taken in: each once, in the transaction that holds its effect; what cannot be read is kept
 * in quarantine.
 */
@NullMarked
package dev.upkeep.chassis.inbox;

import org.jspecify.annotations.NullMarked;
